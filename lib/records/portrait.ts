/**
 * What a contact about to be opened will show, so that its row is written once: it stands in eighteen indexes, and each
 * further version of it costs as much as the first. The rules are those of lib/contacts/derive.ts, which has the last
 * word: where this errs, it puts the row right.
 */
import type { ConsentClaim, Person } from "@/lib/connectors/types";
import { believed, type Channel, type ConsentState, hear, since, stateOf, undecided } from "@/lib/consent/consent";
import { type Kind, kindsOf } from "@/lib/contacts/selection";
import type { Account, Entry, Purchase } from "./entries";
import type { Roster } from "./roster";
import { datedBy } from "./shown";

type Papers = {
  account: Account | null;
  purchase: Purchase | null;
  bornAt: Date;
  bought: boolean;
  claims: ConsentClaim[];
  /** All of its records are told by this batch. */
  whole: boolean;
};

/** The columns of each of these entries' rows. */
export function portraits(roster: Roster, entries: Entry[], selection: readonly Kind[]) {
  const papers = papersOf(roster, entries);
  const sharing = new Map<string | null, number>();
  for (const { phone } of entries) sharing.set(phone, (sharing.get(phone) ?? 0) + 1);
  return entries.map((entry) => {
    const own = papers.get(entry)!;
    const choices = choicesOf(own);
    const shown = {
      ...profileOf(own),
      born_at: own.bornAt,
      special_tags: tagsOf(own, choices.email_consent, selection),
    };
    const alone = shown.phone === entry.phone && sharing.get(entry.phone) === 1 && roster.hasNumber(entry);
    return {
      external_id: entry.externalId,
      email: entry.email,
      email_typed: entry.emailTyped,
      ...choices,
      ...shown,
      phone: entry.externalId || entry.email ? shown.phone : entry.phone,
      phone_key: alone ? entry.phone : null,
    };
  });
}

/** The account and the order that speak for each, and what all of its records say together. */
function papersOf(roster: Roster, entries: Entry[]): Map<Entry, Papers> {
  const papers = new Map(
    entries.map((entry): [Entry, Papers] => [
      entry,
      { account: null, purchase: null, bornAt: entry.bornAt, bought: false, claims: [], whole: true },
    ]),
  );
  for (const account of roster.accounts.values()) {
    const own = papers.get(roster.current(account.contact)!);
    if (!own || account.endedAt) continue;
    own.whole &&= account.news !== null;
    if (!account.news) continue;
    if (!own.account || account.updatedAt >= own.account.updatedAt) own.account = account;
    add(own, account, account.hasBought, datedBy(account.shown, account.news.consents));
  }
  for (const purchase of roster.purchases.values()) {
    const own = papers.get(purchase.contact!);
    if (!own || purchase.endedAt) continue;
    own.whole &&= purchase.news !== null;
    if (!purchase.news) continue;
    if (!own.purchase || purchase.createdAt >= own.purchase.createdAt) own.purchase = purchase;
    add(own, purchase, purchase.counts, purchase.news.consents);
  }
  return papers;
}

function add(own: Papers, record: Account | Purchase, bought: boolean, claims: ConsentClaim[]) {
  if (record.createdAt < own.bornAt) own.bornAt = record.createdAt;
  own.bought ||= bought;
  own.claims.push(...claims);
}

function profileOf({ account, purchase, whole }: Papers) {
  const said: Person = account?.news?.person ?? {};
  const ordered: Person = purchase?.news?.person ?? {};
  const names = said.firstName || said.lastName ? said : ordered;
  const address = Object.values(said.address ?? {}).some((value) => value !== undefined)
    ? said.address
    : ordered.address;
  return {
    first_name: names.firstName ?? "",
    last_name: names.lastName ?? "",
    phone: account?.addresses.phone ?? purchase?.addresses.phone ?? null,
    company: address?.company,
    line1: address?.line1,
    line2: address?.line2,
    city: address?.city,
    region: address?.region,
    postcode: address?.postcode,
    country: address?.country,
    // What once was told of the language stays, so it must not come from a record that an untold one supersedes.
    language: whole ? (said.language ?? ordered.language) : undefined,
  };
}

function choicesOf({ claims }: Papers) {
  const now = new Date();
  const of = (channel: Channel) =>
    claims
      .filter((claim) => claim.channel === channel)
      .reduce((choice, claim) => hear(choice, believed(choice, claim, now)), undecided);
  const [email, sms, push] = [of("email"), of("sms"), of("push")];
  return {
    email_consent: stateOf(email),
    email_consent_at: since(email),
    sms_consent: stateOf(sms),
    sms_consent_at: since(sms),
    push_consent: stateOf(push),
    push_consent_at: since(push),
  };
}

function tagsOf({ bought }: Papers, consent: ConsentState, selection: readonly Kind[]): Kind[] {
  return kindsOf({ subscribed: consent === "subscribed", bought }).filter((kind) => selection.includes(kind));
}
