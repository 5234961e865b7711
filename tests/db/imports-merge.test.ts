import { expect, test } from "vitest";
import { subscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import { editContact } from "@/lib/contacts/edits";
import { showImport } from "@/lib/imports/imports";
import { advanceImport } from "@/lib/imports/run";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";

useTestDatabase();
useKey();

type Place = { ctx: Ctx; store: number };

async function place(): Promise<Place> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).id };
}

async function run({ ctx, store }: Place, rows: StagedRow[], wish: Parameters<typeof stageRows>[3] = {}) {
  const made = await stageRows(ctx, store, rows, wish);
  while (!(await advanceImport(ctx, { importId: made.id, seconds: 30 })).done);
  const shown = await showImport(ctx, { import: made.publicId });
  expect(shown).toMatchObject({ state: "done", error: null });
  return { ...made, counts: shown.counts };
}

const people = ({ ctx }: Place) => database().sql`
  select * from contacts where org_id = ${ctx.orgId} and gone_at is null order by email, phone`;

test("people whom nobody knew are opened, and counted once however often the file tells them", async () => {
  const here = await place();
  const { counts } = await run(here, [
    { email: "ann@example.org", first_name: "Ann", city: "Bonn" },
    { email: "ben@example.org", phone: "+491705550101" },
    { email: "ann@example.org", last_name: "Lee", first_name: "Anna" },
    { phone: "+491705550102", first_name: "Cy" },
  ]);
  expect(counts).toMatchObject({ rows: 4, loaded: 3, repeated: 1, updated: 0, known: 0 });
  expect(await people(here)).toMatchObject([
    { email: "ann@example.org", first_name: "Anna", last_name: "Lee", city: "Bonn", source: "csv" },
    { email: "ben@example.org", phone: "+491705550101", phone_key: "+491705550101" },
    { email: null, phone: "+491705550102", phone_key: "+491705550102", first_name: "Cy" },
  ]);
});

test("a file that comes again adds nothing and changes nothing", async () => {
  const here = await place();
  const rows: StagedRow[] = Array.from({ length: 40 }, (_, at) => ({
    email: `p${at}@example.org`,
    phone: at % 3 === 0 ? `+4917055502${at + 10}` : undefined,
    first_name: `N${at}`,
    email_consent: at % 2 === 0 ? "subscribed" : "unsubscribed",
    tags: at % 5 === 0 ? ["VIP"] : [],
    lists: ["News"],
    custom: { Size: "40" },
  }));
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  const first = await run(here, rows, { chunk: 7, columns });
  expect(first.counts).toMatchObject({ rows: 40, loaded: 40, updated: 0, known: 0 });
  const before = await people(here);
  const second = await run(here, rows, { chunk: 11, columns });
  expect(second.counts).toMatchObject({ rows: 40, loaded: 0, updated: 0, known: 40, rejected: 0 });
  expect(await people(here)).toEqual(before);
  const [{ values }] = await database().sql`select values from contact_values where org_id = ${here.ctx.orgId} limit 1`;
  expect(Object.values(values)).toEqual([40]);
});

test("what the file tells of known people replaces what is known, and blanks replace nothing", async () => {
  const here = await place();
  await run(here, [
    { email: "ann@example.org", first_name: "Ann", city: "Bonn", phone: "+491705550101" },
    { email: "ben@example.org", first_name: "Ben" },
  ]);
  const { counts } = await run(here, [
    { email: "ann@example.org", first_name: "Anna", phone: "+491705550109" },
    { email: "ben@example.org" },
  ]);
  expect(counts).toMatchObject({ loaded: 0, updated: 1, known: 1 });
  expect(await people(here)).toMatchObject([
    { first_name: "Anna", city: "Bonn", phone: "+491705550109", phone_key: "+491705550109" },
    { first_name: "Ben" },
  ]);
  const again = await run(here, [{ email: "ann@example.org", first_name: "Q" }], { options: { known: "add", tags: ["x"] } });
  expect(again.counts).toMatchObject({ updated: 1 });
  expect(await people(here)).toMatchObject([{ first_name: "Anna" }, {}]);
});

test("consent follows the truth table: an opt-out holds, a newer dated opt-in lifts it", async () => {
  const here = await place();
  await run(here, [
    { email: "never@example.org" },
    { email: "out@example.org", email_consent: "unsubscribed" },
    { email: "in@example.org", email_consent: "subscribed" },
    { email: "dated@example.org", opt_out_at: "2024-01-01T00:00:00Z" },
    { email: "late@example.org", opt_out_at: "2024-01-01T00:00:00Z" },
  ]);
  const { counts } = await run(here, [
    { email: "never@example.org", email_consent: "subscribed" },
    { email: "out@example.org", email_consent: "subscribed" },
    { email: "in@example.org", email_consent: "unsubscribed" },
    { email: "dated@example.org", opt_in_at: "2025-01-01T00:00:00Z" },
    { email: "late@example.org", opt_in_at: "2023-01-01T00:00:00Z" },
  ]);
  const states = Object.fromEntries((await people(here)).map((row) => [row.email.split("@")[0], row.email_consent]));
  expect(states).toEqual({
    never: "subscribed",
    out: "unsubscribed",
    in: "unsubscribed",
    dated: "subscribed",
    late: "unsubscribed",
  });
  expect(counts).toMatchObject({ keptUnsubscribed: 2 });
});
