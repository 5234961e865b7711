/** The one way by which news of consent is heard, whoever brings it. What it does to a choice: consent.ts. */
import { sql } from "drizzle-orm";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { believed, type Choice, type Claim, decisive, hear, stateOf, undecided } from "./consent";
import { choiceKey, choicesOf, holdChoices } from "./stored";
import { type ChangedChoice, type Origin, writeChoices } from "./write";

export type ContactClaim = { contactId: number; claim: Claim };

/**
 * Hears the claims in any order; writes the dates, the state on the contact, for each change of state one row of
 * evidence and a line on the timeline, and once for each claim that could change nothing the evidence that it was made.
 * `source` names where the claims come from; what a store itself told is written back to others alone that know the
 * person. Two writers on one contact wait for each other. Returns the contacts whose state changed.
 * @throws Failure conflict when a contact was merged or erased meanwhile
 */
export async function hearClaims(
  ctx: Working,
  claims: ContactClaim[],
  source: string,
  origin: Origin = "here",
): Promise<number[]> {
  const changed: number[] = [];
  for (const some of slicesOf(claims)) changed.push(...(await hearSome(ctx, some, source, origin)));
  return changed;
}

/**
 * A thousand contacts a statement, in the order of their ids: PostgreSQL takes a set of JSON for a hundred rows, and its
 * plan for 100,000 at once never ended.
 */
function slicesOf(claims: ContactClaim[]): ContactClaim[][] {
  const ids = [...new Set(claims.map(({ contactId }) => contactId))].sort((a, b) => a - b);
  if (ids.length <= sliceSize) return [claims];
  const place = new Map(ids.map((id, at) => [id, Math.floor(at / sliceSize)]));
  const slices: ContactClaim[][] = Array.from({ length: Math.ceil(ids.length / sliceSize) }, () => []);
  for (const claim of claims) slices[place.get(claim.contactId)!]!.push(claim);
  return slices;
}

const sliceSize = 1_000;

async function hearSome(ctx: Working, claims: ContactClaim[], source: string, origin: Origin): Promise<number[]> {
  const news = await weigh(ctx, claims, source);
  if (news.length === 0) return [];
  // Nearly all of a nightly pass is known already: only contacts with news are held, and then weighed for good.
  const concerned = new Set(news.map(({ contactId }) => contactId));
  await holdChoices(ctx, concerned);
  const decided = await weigh(
    ctx,
    claims.filter(({ contactId }) => concerned.has(contactId)),
    source,
  );
  await writeChoices(ctx, decided, source, origin);
  return [...new Set(decided.filter((one) => stateOf(one.before) !== stateOf(one.after)).map((one) => one.contactId))];
}

/** What the claims would change, and which of them are news although they change nothing. */
async function weigh(ctx: Working, claims: ContactClaim[], source: string): Promise<ChangedChoice[]> {
  if (claims.length === 0) return [];
  const known = await choicesOf(ctx, [...new Set(claims.map(({ contactId }) => contactId))]);
  const now = new Date();
  const weighed = [...byChoice(claims)].map(([key, told]) => {
    const { contactId, claim } = told[0]!;
    return { contactId, channel: claim.channel, ...weighOne(known.get(key) ?? undecided, told, now) };
  });
  const kept = await keptAlready(ctx, weighed, source);
  const news = weighed.map((one) => ({
    ...one,
    refused: one.refused.filter((claim) => !kept.has(claimKey(one.contactId, claim))),
  }));
  return news.filter((one) => one.refused.length > 0 || isMoved(one));
}

function byChoice(claims: ContactClaim[]): Map<string, ContactClaim[]> {
  const groups = new Map<string, ContactClaim[]>();
  for (const one of claims) {
    const key = choiceKey(one.contactId, one.claim.channel);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function weighOne(before: Choice, told: ContactClaim[], now: Date) {
  const heard: Claim[] = [];
  const after = told.reduce((choice, { claim }) => {
    heard.push(believed(choice, claim, now));
    return hear(choice, heard.at(-1)!);
  }, before);
  const decided = decisive(heard, after);
  const stays = stateOf(before) === stateOf(after);
  const reason = stays ? undefined : decided;
  const renewed = stays && optedInAnew(before, after) ? decided : undefined;
  const refused = heard.filter((claim) => claim !== reason && (claim === renewed || claim.state !== stateOf(after)));
  return { before, after, reason, refused: onceEach(refused) };
}

/** Who is subscribed already and says so by a newer act of their own: from now on that is what proves it. */
const optedInAnew = (before: Choice, after: Choice) =>
  stateOf(after) === "subscribed" && after.optedInAt?.getTime() !== before.optedInAt?.getTime();

/** The same words again are no new evidence, whatever their date: a store shows its meta every night. */
function onceEach(claims: Claim[]): Claim[] {
  return [...new Map(claims.map((claim) => [claimKey(0, claim), claim])).values()];
}

const claimKey = (contactId: number, { channel, method, evidence }: Claim) =>
  JSON.stringify([contactId, channel, method, evidence]);

const isMoved = ({ before, after }: { before: Choice; after: Choice }) =>
  JSON.stringify(before) !== JSON.stringify(after);

async function keptAlready(ctx: Working, weighed: { contactId: number; refused: Claim[] }[], source: string) {
  const refused = weighed.flatMap(({ contactId, refused }) =>
    refused.map(({ channel, method, evidence }) => ({ contact_id: contactId, channel, method, evidence })),
  );
  if (refused.length === 0) return new Set<string>();
  const rows = await ctx.db.execute<{ contact_id: string } & Pick<Claim, "channel" | "method" | "evidence">>(sql`
    select r.contact_id::text, r.channel, r.method, r.evidence
    from ${rowsOf(refused)} as r(contact_id bigint, channel text, method text, evidence text)
    cross join lateral (
      select from consent_evidence e where e.org_id = ${ctx.orgId} and e.contact_id = r.contact_id
        and e.channel = r.channel and e.method = r.method and e.evidence = r.evidence and e.source = ${source}
      offset 0 limit 1
    ) known`);
  return new Set(rows.map(({ contact_id, ...claim }) => claimKey(Number(contact_id), claim as unknown as Claim)));
}
