/** The file of an export: everybody who was meant, every cell as it was, no formula, nobody who is gone. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { cell, csvLine } from "@/lib/bulk/csv";
import { openExport } from "@/lib/bulk/file";
import { showBulk } from "@/lib/bulk/show";
import { forgetOldBulk } from "@/lib/bulk/upkeep";
import { erasePerson } from "@/lib/contacts/erase";
import { withoutRows } from "@/lib/contacts/erase/exports";
import { mergeContacts } from "@/lib/contacts/merge";
import { dayKey } from "@/lib/format";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { begin, carryOut, cutParts, fillStore, toTheEnd } from "../support/bulk";
import { useTestDatabase } from "../support/db";
import { makeMember, makeOwner } from "../support/members";
import { elsewhereInTime, makeStore, useKey } from "../support/organization";

useTestDatabase();
useKey();

const names = [
  "<script>alert(1)</script>",
  "\u202Egnp.exe",
  "=2+5",
  "+1",
  "-x",
  "@SUM(A1)",
  "\tx",
  'a,"b"\r\nc',
  " lead",
  "x".repeat(10_000),
];

let ctx: Ctx;
let storeId: number;

beforeAll(async () => {
  const owner = await makeOwner();
  ctx = owner.ctx;
  storeId = (await makeStore(ctx)).id;
  await fillStore(ctx, storeId, 25);
  const { sql } = database();
  for (const [n, name] of names.entries()) {
    await sql`update contacts set first_name = ${name} where org_id = ${ctx.orgId} and last_name = ${`No ${n + 1}`}`;
  }
  await sql`update contact_activity set spent = -5.5, orders = 3, last_interaction_at = '2026-01-05 12:00Z' where org_id = ${ctx.orgId}`;
});

async function fetched(bulk: string): Promise<{ text: string; rows: Record<string, string>[] }> {
  const { body } = await openExport(ctx, { bulk });
  const text = Buffer.from(await new Response(body).arrayBuffer()).toString("utf8");
  return { text, rows: parse(text, { bom: true, columns: true }) };
}

test("names the lists one is on, and none of who is excluded from all", async () => {
  const { sql } = database();
  await sql`insert into lists (org_id, name) values (${ctx.orgId}, 'Fair')`;
  await sql`insert into list_members (org_id, list_id, contact_id, joined_by) select c.org_id, l.id, c.id, 'test'
    from contacts c join lists l using (org_id) where c.org_id = ${ctx.orgId} and c.last_name in ('No 20', 'No 21')`;
  await sql`update contacts set excluded_at = now() where org_id = ${ctx.orgId} and last_name = 'No 21'`;
  const { bulk } = await carryOut(ctx, { kind: "export", expected: 25 });
  const { rows } = await fetched(bulk);
  const lists = rows.map((row) => [row["Last name"], row.Lists]);
  expect(lists.slice(18, 22)).toEqual([
    ["No 19", ""],
    ["No 20", "Fair"],
    ["No 21", ""],
    ["No 22", ""],
  ]);
});

test("brings the merchant's own fields and the segments; a field made meanwhile is not in it", async () => {
  const { sql } = database();
  const field = async (name: string, type: string) => {
    const [row] =
      await sql`insert into contact_fields (org_id, name, type) values (${ctx.orgId}, ${name}, ${type}) returning id`;
    return String(row!.id);
  };
  const [size, spent] = [await field("Shoe, size", "number"), await field("Total spent", "text")];
  await sql`insert into contact_values (org_id, contact_id, values)
    select org_id, id, ${JSON.stringify({ [size]: 42.5, [spent]: "=1+1" })}::text::jsonb from contacts
    where org_id = ${ctx.orgId} and last_name = 'No 3'`;
  await sql`insert into segments (org_id, name, definition, state, created_by, edited_by)
    values (${ctx.orgId}, 'Regulars', '{}', 'active', 'test', 'test')`;
  await sql`insert into contact_segments (org_id, contact_id, segs)
    select c.org_id, c.id, array[g.id]::int[] from contacts c join segments g using (org_id)
    where c.org_id = ${ctx.orgId} and c.last_name = 'No 3'
    on conflict (org_id, contact_id) do update set segs = excluded.segs`;
  const { bulk, bulkId } = await begin(ctx, { kind: "export", expected: 25 });
  await field("Later", "text");
  await toTheEnd(ctx, bulkId);
  const { rows } = await fetched(bulk);
  expect(rows[2]).toMatchObject({ "Shoe, size": "42.5", "Total spent (own field)": "'=1+1", Segments: "Regulars" });
  expect(rows[3]).toMatchObject({ "Shoe, size": "", Segments: "" });
  expect(Object.keys(rows[2]!)).not.toContain("Later");
  expect(Object.keys(rows[2]!).at(-1)).toBe("Id");
});

test("reads back cell by cell, over all its parts, with formulas made harmless", async () => {
  const { bulk, bulkId } = await begin(ctx, { kind: "export", expected: 25 });
  await cutParts(bulkId, 7);
  await toTheEnd(ctx, bulkId);
  const { text, rows } = await fetched(bulk);
  expect(text.startsWith("\uFEFFEmail,First name,")).toBe(true);
  expect(rows.map((row) => row["Last name"])).toEqual(Array.from({ length: 25 }, (_, n) => `No ${n + 1}`));
  const harmless = (name: string) => (/^[=+\-@\t]/.test(name) ? `'${name}` : name);
  expect(rows.slice(0, names.length).map((row) => row["First name"])).toEqual(names.map(harmless));
  expect(rows[2]).toMatchObject({
    Email: "p3@example.org",
    Phone: "+491703",
    "Email status": "never",
    "Total spent": "-5.50",
    Orders: "3",
    "Last interaction (Europe/Oslo)": "2026-01-05T13:00:00",
  });
});

test("no cell begins a formula, whatever it holds, and each reads back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 6 }), (cells) => {
      const [back] = parse(`${cells.map(cell).join(",")}\r\n`, { relax_column_count: true }) as string[][];
      expect(back!.map((text, at) => (text === `'${cells[at]}` ? cells[at] : text))).toEqual(cells);
      for (const text of back!) expect(text).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test("who is deleted before the file reaches them is not in it", async () => {
  const { bulk, bulkId } = await begin(ctx, { kind: "export", expected: 25 });
  await database().sql`update contacts set gone_at = now() where org_id = ${ctx.orgId} and last_name = 'No 20'`;
  await toTheEnd(ctx, bulkId);
  await database().sql`update contacts set gone_at = null where org_id = ${ctx.orgId}`;
  expect((await fetched(bulk)).rows).toHaveLength(24);
});

test("lines are taken out by their id alone, whatever stands in the cells of others", () => {
  const [ours, theirs] = ["5f0f6c9e-0000-4000-8000-000000000001", "5f0f6c9e-0000-4000-8000-000000000002"];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.boolean())), (rows) => {
      const line = ([text, mine]: [string, boolean]) =>
        csvLine([cell(text), cell(`a,${ours}\r\nb`), mine ? ours : theirs]);
      const rest = rows.filter(([, mine]) => !mine);
      expect(withoutRows(rows.map(line).join(""), new Set([ours]))).toBe(rest.map(line).join(""));
    }),
  );
});

test("is fetched by who may export, when it is whole, until it is a month old", async () => {
  const { bulk, bulkId } = await begin(ctx, { kind: "export", expected: 25 });
  await expect(openExport(ctx, { bulk })).rejects.toMatchObject({ problem: "not-found" });
  await toTheEnd(ctx, bulkId);
  const editor = await makeMember(ctx.orgId, "editor");
  await expect(openExport(editor.ctx, { bulk })).rejects.toMatchObject({ problem: "forbidden" });
  const stranger = await makeOwner();
  await expect(openExport(stranger.ctx, { bulk })).rejects.toMatchObject({ problem: "not-found" });
  expect(await showBulk(ctx, { bulk })).toMatchObject({ hasFile: true });
  const zone = elsewhereInTime();
  await database().sql`update organizations set time_zone = ${zone} where id = ${ctx.orgId}`;
  const { name, body } = await openExport(ctx, { bulk });
  await body.cancel();
  expect(name).toBe(`contacts-${dayKey((await showBulk(ctx, { bulk })).askedAt, zone)}.csv`);
  await database().sql`update bulk_actions set asked_at = now() - interval '31 days' where id = ${bulkId}`;
  await forgetOldBulk();
  expect(await showBulk(ctx, { bulk })).toMatchObject({ state: "done", hasFile: false });
  await expect(openExport(ctx, { bulk })).rejects.toMatchObject({ problem: "not-found" });
});

test("of nobody is no file", async () => {
  await expect(carryOut(ctx, { kind: "export", query: "q=nobodyatall", expected: 1 })).rejects.toThrow("0 contacts");
});

test("who is erased is taken out of files that are there already, with whom they were merged from", async () => {
  const { sql } = database();
  const { bulk, bulkId } = await begin(ctx, { kind: "export", expected: 25 });
  await cutParts(bulkId, 7);
  await toTheEnd(ctx, bulkId);
  const before = await fetched(bulk);
  const [erased, merged] = await sql`select id::int, public_id as "publicId" from contacts
    where org_id = ${ctx.orgId} and last_name in ('No 1', 'No 20') order by id`;
  await transact(ctx, async (ctx) => {
    await mergeContacts(ctx, [{ survivor: erased!.id, loser: merged!.id }]);
    await erasePerson(ctx, erased!.publicId);
  });
  const after = await fetched(bulk);
  expect(after.rows).toEqual(before.rows.filter((row) => !["No 1", "No 20"].includes(row["Last name"]!)));
  expect(after.rows).toHaveLength(23);
});
