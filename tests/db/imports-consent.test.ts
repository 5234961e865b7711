/** What a file says of consent, in random words and dates: a set at a time it comes to what the state machine says. */
import { expect, test } from "vitest";
import { believed, type Choice, type Claim, hear, stateOf, undecided } from "@/lib/consent/consent";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";

useTestDatabase();
useKey();

const people = 60;

/** A small generator of its own, so that a failure names the seed it comes back with. */
function luckOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const dates = ["2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "2090-01-01T00:00:00Z"];

function randomRow(luck: (below: number) => number): StagedRow {
  const says = [undefined, undefined, "subscribed", "unsubscribed", "pending"] as const;
  return {
    email: `p${luck(people)}@example.org`,
    email_consent: says[luck(5)],
    opt_in_at: luck(3) === 0 ? dates[luck(4)] : undefined,
    opt_out_at: luck(4) === 0 ? dates[luck(4)] : undefined,
  };
}

/** What a row claims, as lib/imports says it in words: dates belong to e-mail, an undated opt-out is of now. */
function claimsOf(row: StagedRow, now: Date): Claim[] {
  const claim = (state: Claim["state"], explicit: boolean, at: string | Date): Claim => ({
    channel: "email",
    state,
    explicit,
    effectiveAt: new Date(at),
    method: "import",
    evidence: "",
  });
  const word = row.email_consent ?? "subscribed";
  return [
    ...(word === "subscribed" && row.opt_in_at ? [claim("subscribed", true, row.opt_in_at)] : []),
    ...(row.email_consent === "subscribed" && !row.opt_in_at ? [claim("subscribed", false, now)] : []),
    ...(row.opt_out_at ? [claim("unsubscribed", true, row.opt_out_at)] : []),
    ...(row.email_consent === "unsubscribed" && !row.opt_out_at ? [claim("unsubscribed", true, now)] : []),
    ...(row.email_consent === "pending" ? [claim("pending", false, now)] : []),
  ];
}

function expected(rows: StagedRow[]): Record<string, string> {
  const now = new Date();
  const choices = new Map<string, Choice>();
  for (const row of rows) {
    const before = choices.get(row.email!) ?? undecided;
    const after = claimsOf(row, now).reduce((choice, claim) => hear(choice, believed(choice, claim, now)), before);
    choices.set(row.email!, after);
  }
  return Object.fromEntries([...choices].map(([email, choice]) => [email, stateOf(choice)]).sort());
}

test.each([
  ["one chunk, where all are new", 1000, 7],
  ["chunks of a few rows, where most are known", 9, 8],
  ["rows one by one", 1, 9],
])("random choices in %s end as the state machine says", async (_, chunk, seed) => {
  const luck = luckOf(seed);
  const rows = Array.from({ length: chunk === 1 ? 90 : 240 }, () => randomRow(luck));
  const ctx = await makeOrganization();
  const { id: store } = await makeStore(ctx);
  const { publicId } = await stageRows(ctx, store, rows, { chunk });
  expect(await carry(ctx, publicId)).toMatchObject({ state: "done" });
  const { sql } = database();
  const shown =
    await sql`select email, email_consent as state from contacts where org_id = ${ctx.orgId} order by email`;
  expect(Object.fromEntries(shown.map(({ email, state }) => [email, state]).sort())).toEqual(expected(rows));
  // The newest evidence of everybody says what they are.
  const [wrong] = await sql`
    select count(*)::int as n from contacts c where org_id = ${ctx.orgId} and email_consent <> 'never'
      and email_consent is distinct from (
        select after from consent_evidence e where e.contact_id = c.id order by recorded_at desc, id desc limit 1)`;
  expect(wrong).toEqual({ n: 0 });
});
