import { chance, inventPerson, type Random } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { app, startSalesforceOrg } from "@/lib/local/salesforce-org";
import type { Kind, Row } from "@/lib/local/salesforce-org/org";
import { crowd, type DemoStore, isFull, one, type Place } from "./running";

export const salesforceUrl = "https://clientele-demo.my.salesforce.com";
export const salesforceKeys = { clientId: app.id, secret: app.secret };

const people = 120;

/** A Salesforce org whose people are worked on. It tells nothing by itself: its news is read every five minutes. */
export async function demoSalesforce({ port, since }: Place): Promise<DemoStore> {
  const server = await startSalesforceOrg({ port, instanceUrl: salesforceUrl, name: "Trade desk" });
  const { org, office } = server;
  const { Contact: contacts, Lead: leads } = org.rows;
  return {
    server,
    holds: [org, { sessions: office.sessions, refreshTokens: office.refreshTokens, codes: office.codes }],
    isHeard: () => office.sessions.size > 0,
    fill() {
      const met = crowd("demo salesforce", people, since).map(({ person, at, subscribed }, n) =>
        add(n % 3 === 0 ? "Lead" : "Contact", person, { at, HasOptedOutOfEmail: !subscribed && n % 4 === 0 }),
      );
      org.addCampaign("Autumn fair", met.slice(0, 30));
    },
    happen(random) {
      office.quota = { ...office.quota, used: 100 };
      const lead = one(random, [...leads.values()].filter(isOpen));
      const known = one(random, contacts.values());
      if (!known || (!isFull(contacts.size + leads.size, 0) && chance(random, 0.4)))
        return void add(chance(random, 0.5) ? "Lead" : "Contact", newcomer(random), { at: new Date() });
      if (lead && chance(random, 0.2)) return void org.convert(lead.Id);
      if (chance(random, 0.5)) return void org.change(known.Id, { HasOptedOutOfEmail: !known.HasOptedOutOfEmail });
      org.change(known.Id, { MobilePhone: newcomer(random).phone });
    },
  };

  function add(kind: Kind, person: Billing, more: { at: Date; HasOptedOutOfEmail?: boolean }): string {
    const { first_name: FirstName, last_name: LastName, email: Email, phone: Phone } = person;
    const id = org.add(kind, { FirstName, LastName, Email, Phone, ...more });
    Object.assign(org.find(id)!, addressOf(kind, person));
    return id;
  }

  function newcomer(random: Random): Billing {
    return inventPerson(random, 1000 + contacts.size + leads.size);
  }
}

const isOpen = ({ IsConverted, IsDeleted }: Row) => !IsConverted && !IsDeleted;

const addressOf = (kind: Kind, { address_1, city, postcode, country, company }: Billing) =>
  kind === "Lead"
    ? { Street: address_1, City: city, PostalCode: postcode, Country: country, Company: company || "–" }
    : { MailingStreet: address_1, MailingCity: city, MailingPostalCode: postcode, MailingCountry: country };
