/** Files that speak of the same people, undone in any order: what only the undone one said goes, what another says stays. */
import { afterAll, describe, expect, test } from "vitest";
import { hearClaims } from "@/lib/consent/apply";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { undoImport } from "@/lib/imports/begin";
import { advanceImport } from "@/lib/imports/run";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { type StagedRow, stageRows } from "../support/staged-rows";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

type Place = { ctx: Ctx; store: number };
type File = { id: number; publicId: string };

async function place(): Promise<Place> {
  const ctx = await makeOrganization();
  return { ctx, store: (await makeStore(ctx)).id };
}

async function carry({ ctx }: Place, file: File): Promise<void> {
  while (!(await advanceImport(ctx, { importId: file.id, seconds: 30 })).done);
}

async function take(here: Place, file: string, ...rows: StagedRow[]): Promise<File> {
  const made = await stageRows(here.ctx, here.store, rows, { file });
  await carry(here, made);
  return made;
}

async function undo(here: Place, file: File): Promise<void> {
  await undoImport(here.ctx, { import: file.publicId });
  await carry(here, file);
}

const states = async ({ ctx }: Place) =>
  (
    await database().sql`select email_consent as state from contacts where org_id = ${ctx.orgId} and gone_at is null`
  ).map(({ state }) => state as string);

const choice = async ({ ctx }: Place) => {
  const [row] = await database().sql`select to_char(opted_in_at, 'YYYY') as opted, claimed_at is not null as claimed
    from consents where org_id = ${ctx.orgId} and channel = 'email'`;
  return row;
};

const newest = async ({ ctx }: Place) => {
  const [row] = await database().sql`select before, after, evidence from consent_evidence
    where org_id = ${ctx.orgId} order by id desc limit 1`;
  return row as { before: string; after: string; evidence: string };
};

const ann = "ann@example.org";
const said = { email: ann, email_consent: "subscribed" } as const;
const in2023 = { ...said, opt_in_at: "2023-05-01T00:00:00Z" };
const in2025 = { ...said, opt_in_at: "2025-05-01T00:00:00Z" };
/** One that is told of everywhere is found as known already, or with a name that is new. */
const named = { ...said, first_name: "Ann" };

describe.each([
  ["undated, and undated again", said, said],
  ["undated, and again with a name", said, named],
  ["undated, and later dated", said, in2025],
  ["dated, and later undated", in2025, said],
  ["dated, and an older date later", in2025, in2023],
  ["dated, and a newer date later", in2023, in2025],
  ["dated twice the same", in2025, in2025],
  ["of nobody's choice, and later subscribed", { email: ann }, said],
])("what two files say, %s", (_, first, second) => {
  test("is the second's alone once the first is undone, whatever the files are called", async () => {
    for (const name of ["second.csv", "first.csv"]) {
      const here = await place();
      const one = await take(here, "first.csv", first);
      await take(here, name, second);
      await undo(here, one);
      expect(await states(here)).toEqual(["subscribed"]);
      const opted = "opt_in_at" in second ? String(second.opt_in_at).slice(0, 4) : null;
      expect(await choice(here)).toMatchObject({ opted });
      expect(await newest(here)).toMatchObject({ after: "subscribed", evidence: expect.stringContaining(name) });
    }
  });

  test("is gone once both are undone, the first before the second", async () => {
    const here = await place();
    const one = await take(here, "first.csv", first);
    const two = await take(here, "second.csv", second, { email: "other@example.org" });
    await undo(here, one);
    await undo(here, two);
    expect(await states(here)).toEqual([]);
  });

  test("is gone once both are undone, the second before the first", async () => {
    const here = await place();
    const one = await take(here, "first.csv", first);
    const two = await take(here, "second.csv", second, { email: "other@example.org" });
    await undo(here, two);
    expect(await states(here)).toEqual(["opt_in_at" in first || "email_consent" in first ? "subscribed" : "never"]);
    await undo(here, one);
    expect(await states(here)).toEqual([]);
  });
});

test("an opt-in that the person made after the import holds when it is undone, and proves it", async () => {
  const here = await place();
  const file = await take(here, "people.csv", said);
  const [row] = await database().sql`select id::int from contacts where org_id = ${here.ctx.orgId}`;
  const at = { explicit: true, effectiveAt: new Date(), method: "form", evidence: "Agreed at the form “News”" };
  const claim = { channel: "email", state: "subscribed", ...at } as const;
  await transact(here.ctx, (ctx) => hearClaims(ctx, [{ contactId: row!.id, claim }], "the form “News”"));
  expect(await newest(here)).toEqual({ before: "subscribed", after: "subscribed", evidence: at.evidence });
  await undo(here, file);
  expect(await states(here)).toEqual(["subscribed"]);
  expect(await choice(here)).toMatchObject({ opted: String(at.effectiveAt.getUTCFullYear()) });
});

test("an opt-out that one file lifted and a later one lifts too stays lifted until both are undone", async () => {
  const here = await place();
  const left = { email: ann, email_consent: "unsubscribed", opt_out_at: "2022-01-01T00:00:00Z" } as const;
  await take(here, "left.csv", left);
  const one = await take(here, "first.csv", in2025);
  const two = await take(here, "second.csv", in2023, { email: "other@example.org" });
  await undo(here, one);
  expect(await states(here)).toEqual(expect.arrayContaining(["subscribed", "never"]));
  await undo(here, two);
  expect(await states(here)).toEqual(["unsubscribed"]);
});

test("of three files undone in any order nothing is left before the last of them, and nothing after it", async () => {
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    const here = await place();
    const files = [
      await take(here, "a.csv", said, { email: "a@example.org" }),
      await take(here, "b.csv", in2023, { email: "b@example.org" }),
      await take(here, "c.csv", named, { email: "c@example.org" }),
    ];
    for (const [at, file] of order.entries()) {
      const [row] = await database().sql`
        select email_consent as state from contacts where org_id = ${here.ctx.orgId} and email = ${ann}`;
      expect([order, at, row?.state]).toEqual([order, at, "subscribed"]);
      await undo(here, files[file]!);
    }
    expect([order, await states(here)]).toEqual([order, []]);
  }
});

describe.each([
  ["the contact that stays", 0],
  ["the contact that ended", 1],
  ["one that ended before that", 2],
])("where a later file found one subscribed already and contacts became one, it being %s", (_, told) => {
  const names = ["ann", "anna", "annabel"].map((name) => `${name}@example.org`);
  const merged = async () => {
    const here = await place();
    const one = await take(here, "first.csv", ...names.map((email) => ({ ...said, email })));
    const two = await take(here, "second.csv", { ...said, email: names[told]! }, { email: "other@example.org" });
    const rows = await database().sql`select public_id from contacts where org_id = ${here.ctx.orgId} order by id`;
    const [contact, other, another] = rows.map((row) => String(row.public_id));
    await mergeByHand(here.ctx, { contact: other!, other: another! });
    await mergeByHand(here.ctx, { contact: contact!, other: other! });
    return { here, one, two };
  };
  const state = async ({ ctx }: Place) =>
    (
      await database().sql`select email_consent as state from contacts where org_id = ${ctx.orgId}
      and email = ${names[0]!}`
    )[0]?.state;

  test("they stay subscribed by its word once the first is undone, until it is undone too", async () => {
    const { here, one, two } = await merged();
    await undo(here, one);
    expect([await state(here), (await newest(here)).evidence]).toEqual([
      "subscribed",
      expect.stringContaining("second.csv"),
    ]);
    await undo(here, two);
    expect(await state(here)).toBe("never");
  });

  test("they stay subscribed by the first one's word once it is undone, until that is undone too", async () => {
    const { here, one, two } = await merged();
    await undo(here, two);
    expect(await state(here)).toBe("subscribed");
    await undo(here, one);
    expect(await state(here)).toBe("never");
  });
});

test("a file that changed nobody holds what an earlier one brought, until it is undone too", async () => {
  for (const undone of [
    [0, 1],
    [1, 0],
  ] as const) {
    const here = await place();
    const files = [await take(here, "first.csv", said), await take(here, "second.csv", said)];
    const [earlier, later] = [files[undone[0]]!, files[undone[1]]!];
    await undo(here, earlier);
    expect([undone, await states(here)]).toEqual([undone, ["subscribed"]]);
    await undo(here, later);
    expect([undone, await states(here)]).toEqual([undone, []]);
  }
});

test("a file that found nobody, or can speak for nobody, is not to be undone", async () => {
  const here = await place();
  await take(here, "first.csv", said);
  const lowers = await stageRows(here.ctx, here.store, [{ email: ann }], { kind: "unsubscribed" });
  await carry(here, lowers);
  const again = await stageRows(here.ctx, here.store, [{ email: ann }], { kind: "unsubscribed", file: "again.csv" });
  await carry(here, again);
  const empty = await take(here, "empty.csv");
  for (const file of [again, empty]) {
    await expect(undoImport(here.ctx, { import: file.publicId })).rejects.toThrow("did nothing that could be undone");
  }
});

const idsOf = async ({ ctx }: Place) =>
  (
    await database().sql`select public_id from contacts where org_id = ${ctx.orgId} and email like 'ann%' order by id`
  ).map((row) => String(row.public_id));

test("two that became one, each brought by another file, are subscribed by the word of the one that is left", async () => {
  for (const [first, second] of [
    [said, said],
    [in2023, in2025],
    [in2025, in2023],
    [said, in2023],
    [in2023, said],
  ] as const) {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const here = await place();
      const files = [
        await take(here, "0.csv", first),
        await take(here, "1.csv", { ...second, email: "anna@example.org" }),
      ];
      const [contact, other] = await idsOf(here);
      await mergeByHand(here.ctx, { contact: contact!, other: other! });
      await undo(here, files[order[0]!]!);
      const left = [first, second][order[1]!]!;
      const opted = "opt_in_at" in left ? String(left.opt_in_at).slice(0, 4) : null;
      expect([order, first, await states(here), (await choice(here))!.opted]).toEqual([
        order,
        first,
        ["subscribed"],
        opted,
      ]);
      await undo(here, files[order[1]!]!);
      expect([order, first, await states(here)]).toEqual([order, first, ["never"]]);
    }
  }
});

test("who became one with somebody who opted in themselves is as that one chose once the file is undone", async () => {
  for (const told of [said, in2025]) {
    const here = await place();
    await take(here, "nobody's.csv", { email: "anna@example.org" });
    const [row] = await database().sql`select id::int from contacts where org_id = ${here.ctx.orgId}`;
    const effectiveAt = new Date("2021-02-03T00:00:00Z");
    const claim = { channel: "email", state: "subscribed", method: "form", evidence: "Agreed at “News”" } as const;
    await transact(here.ctx, (ctx) =>
      hearClaims(ctx, [{ contactId: row!.id, claim: { ...claim, explicit: true, effectiveAt } }], "the form “News”"),
    );
    const file = await take(here, "people.csv", told);
    const [contact, other] = await idsOf(here);
    await mergeByHand(here.ctx, { contact: contact!, other: other! });
    await undo(here, file);
    expect([await states(here), (await choice(here))!.opted]).toEqual([["subscribed"], "2021"]);
  }
});

test("an opt-out that a later file told stays when any of the files is undone", async () => {
  const here = await place();
  const one = await take(here, "first.csv", said);
  const two = await take(here, "second.csv", { email: ann, email_consent: "unsubscribed" });
  await undo(here, two);
  expect(await states(here)).toEqual(["unsubscribed"]);
  await undo(here, one);
  expect(await states(here)).not.toContain("subscribed");
});

test("fields that two files wrote are as before both once both are undone, in either order", async () => {
  const columns = [{ field: "custom", name: "Size", type: "number" }];
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const here = await place();
    const row = (first_name: string, Size?: string) => [{ email: ann, first_name, ...(Size && { custom: { Size } }) }];
    const files: File[] = [];
    for (const [at, rows] of [row("Ann", "36"), row("Anna", "38"), row("Annabel", "40")].entries()) {
      const made = await stageRows(here.ctx, here.store, rows, { file: `${at}.csv`, columns });
      await carry(here, made);
      files.push(made);
    }
    const shown = async () => {
      const [one] = await database().sql`select first_name as name, (select min(value::text) from contact_values v,
        jsonb_each(v.values) where v.contact_id = c.id) as size from contacts c where org_id = ${here.ctx.orgId}`;
      return [one!.name, one!.size];
    };
    await undo(here, files[1 + order[0]!]!);
    expect(await shown()).toEqual(order[0] === 0 ? ["Annabel", "40"] : ["Anna", "38"]);
    await undo(here, files[1 + order[1]!]!);
    expect(await shown()).toEqual(["Ann", "36"]);
  }
});
