/** A Salesforce org's Contacts and Leads in memory, with the recycle bin where deleted and merged ones lie. */
export type Kind = "Contact" | "Lead";
export type Row = {
  Id: string;
  IsDeleted: boolean;
  MasterRecordId: string | null;
  SystemModstamp: string;
  [field: string]: unknown;
};

export type Person = {
  Email?: string;
  FirstName?: string;
  LastName?: string;
  Phone?: string;
  MobilePhone?: string;
  HasOptedOutOfEmail?: boolean;
  at?: Date;
};

/** As Salesforce writes times: thousandths, and an offset without a colon. */
const written = (at: Date) => at.toISOString().replace("Z", "+0000");
const prefixes: Record<Kind, string> = { Contact: "003", Lead: "00Q" };

/** A campaign and who is in it, as rows of the two objects. */
export type Campaign = Row & { Name: string };

export class Org {
  readonly rows: Record<Kind, Map<string, Row>> = { Contact: new Map(), Lead: new Map() };
  readonly campaigns = new Map<string, Campaign>();
  readonly members = new Map<string, Row>();
  private count = 0;

  constructor(readonly name = "North Candles") {}

  add(kind: Kind, { at = new Date(), ...person }: Person = {}): string {
    // The last three signs guard the case of the others: of “00Q” the one capital.
    const Id = `${prefixes[kind]}5g000${String(++this.count).padStart(7, "0")}${kind === "Lead" ? "EAA" : "AAA"}`;
    this.rows[kind].set(Id, {
      Id,
      IsDeleted: false,
      MasterRecordId: null,
      CreatedDate: written(at),
      SystemModstamp: written(at),
      FirstName: "Mira",
      LastName: "Holt",
      HasOptedOutOfEmail: false,
      ...(kind === "Lead"
        ? { IsConverted: false, ConvertedContactId: null, Company: "North", City: "Freiburg", Country: "Germany" }
        : { Birthdate: "1991-04-26", MailingStreet: "Lindenweg 4\r\n2nd floor", MailingCountry: "DE" }),
      ...person,
    });
    return Id;
  }

  change(id: string, change: Person | object, at = new Date()): Row {
    return Object.assign(this.find(id)!, change, { SystemModstamp: written(at) });
  }

  delete(id: string) {
    this.change(id, { IsDeleted: true });
  }

  /** The loser goes to the bin and names the winner, which may get what the loser had. */
  merge(winner: string, loser: string, kept: Person = {}) {
    this.change(loser, { IsDeleted: true, MasterRecordId: winner });
    this.change(winner, kept);
  }

  /** A Lead becomes a Contact. Gives the Contact's id. */
  convert(id: string): string {
    const { Email, FirstName, LastName, Phone, HasOptedOutOfEmail } = this.find(id) as Row & Person;
    const contact = this.add("Contact", { Email, FirstName, LastName, Phone, HasOptedOutOfEmail });
    this.change(id, { IsConverted: true, ConvertedContactId: contact });
    for (const row of this.members.values()) if (row.LeadId === id) row.ContactId = contact;
    return contact;
  }

  addCampaign(Name: string, people: string[] = []): string {
    const Id = `7015g000${String(++this.count).padStart(7, "0")}AAA`;
    const at = written(new Date());
    const row = { Id, Name, IsDeleted: false, MasterRecordId: null, SystemModstamp: at, LastModifiedDate: at };
    this.campaigns.set(Id, row);
    for (const person of people) this.join(Id, person);
    return Id;
  }

  join(CampaignId: string, person: string) {
    const Id = `00v5g000${String(++this.count).padStart(7, "0")}AAA`;
    const lead = person.startsWith(prefixes.Lead);
    const who = { ContactId: lead ? null : person, LeadId: lead ? person : null };
    const rest = { IsDeleted: false, MasterRecordId: null, SystemModstamp: written(new Date()) };
    this.members.set(Id, { Id, CampaignId, ...who, ...rest });
  }

  leave(CampaignId: string, person: string) {
    for (const [id, row] of this.members)
      if (row.CampaignId === CampaignId && (row.ContactId === person || row.LeadId === person)) this.members.delete(id);
  }

  deleteCampaign(id: string) {
    this.campaigns.delete(id);
    for (const [member, { CampaignId }] of this.members) if (CampaignId === id) this.members.delete(member);
  }

  /** The rows of an object. */
  of(object: string): Map<string, Row> | undefined {
    if (object === "Campaign") return this.campaigns;
    if (object === "CampaignMember") return this.members;
    return this.rows[object as Kind];
  }

  find(id: string): Row | undefined {
    return this.rows.Contact.get(id) ?? this.rows.Lead.get(id);
  }
}
