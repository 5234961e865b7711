/** The contacts list: what it says of itself, what is told of one contact, and how it finds who stands far behind. */
import { beforeAll, describe, expect, test } from "vitest";
import { countContacts, countContactsWithin, listContacts } from "@/lib/contacts/directory";
import {
  type ColumnName,
  chooseColumns,
  defaultColumns,
  forgetWidths,
  lookOf,
  sizeColumn,
} from "@/lib/contacts/directory/columns";
import { everything } from "@/lib/contacts/directory/params";
import { deleteView, listViews, renameView, saveView, updateView } from "@/lib/contacts/directory/views";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { organizationOfTies } from "../support/list-people";

useTestDatabase();

const patience = { timeout: 60_000 };

let orgId: number;
const ctx = (): Ctx => ({ orgId, actor: { kind: "operator", name: "test" } });

beforeAll(async () => {
  orgId = await organizationOfTies("north");
  await organizationOfTies("south");
});

describe("the contacts list", () => {
  test("a contact that left the list does not hide its neighbours, and the reader is told", async () => {
    const page = await listContacts(ctx(), everything, 5);
    const cursor = { ...page.next!, id: "00000000-0000-7000-8000-000000000000" };
    const lost = await listContacts(ctx(), { ...everything, cursor }, 5);
    expect(lost.rows).toEqual(page.rows);
    expect(lost.problems).toHaveLength(1);
  });

  test("a cursor with values of another type is told and starts anew", async () => {
    const page = await listContacts(ctx(), everything, 5);
    const cursor = { ...page.next!, values: ["yesterday"] };
    const lost = await listContacts(ctx(), { ...everything, cursor }, 5);
    expect(lost.rows).toEqual(page.rows);
    expect(lost.problems).toHaveLength(1);
  });

  test("another organization's store finds nobody and is named as unknown", async () => {
    const [foreign] = await database().sql`select public_id from stores where org_id <> ${orgId} limit 1`;
    const page = await listContacts(ctx(), { ...everything, stores: [foreign!.public_id] });
    expect(page.rows).toEqual([]);
    expect(page.problems).toHaveLength(1);
  });

  test("finds those who match behind thousands who do not, and pages through them in order", async () => {
    const { sql } = database();
    const far: Ctx = { ...ctx(), orgId: await organizationOfTies("far") };
    await sql`insert into contacts (org_id, store_id, email, source, special_tags, born_at)
      select ${far.orgId}, min(id), n || '@far.example', case when n % 100 = 0 then 'form' else 'api' end,
        case when n > 5900 then '{contact}' else '{buyer}' end::text[], now()
      from stores, generate_series(1, 6000) n where org_id = ${far.orgId} group by n`;
    // Else each reference is looked up by a plan for an empty table.
    await sql`analyze contacts`;
    await sql`insert into contact_activity (org_id, contact_id, orders, spent)
      select org_id, id, 3, 1000 - id % 7 - case when special_tags = '{contact}' then 999 else 0 end
      from contacts where org_id = ${far.orgId} and email like '%far.example'`;
    await sql`analyze contacts, contact_activity`;
    for (const query of [
      { ...everything, sort: "spent" as const, kinds: ["contact" as const], sources: ["api" as const] },
      { ...everything, sort: "spent" as const, sources: ["form" as const] },
    ]) {
      const expected = await sql`select c.public_id from contacts c join contact_activity a on a.contact_id = c.id
        where c.org_id = ${far.orgId} and c.source = ${query.sources[0]!}
          and (${query.kinds.length === 0} or c.special_tags = '{contact}') order by a.spent desc, c.id`;
      const found: string[] = [];
      let page = await listContacts(far, query, 20);
      while (found.push(...page.rows.map((row) => row.id)) && page.next) {
        page = await listContacts(far, { ...query, cursor: page.next }, 20);
      }
      expect(found).toEqual(expected.map((row) => row.public_id));
    }
  });

  test("an order that no index gives is waited for, and then gives way to the newest first, and the reader is told", async () => {
    const query = { ...everything, sort: "segments" as const, turned: true };
    expect((await listContacts(ctx(), query)).problems).toEqual([]);
    const locked = await database().sql.reserve();
    await locked`begin`;
    await locked`lock table contact_segments in access exclusive mode`;
    const page = listContacts(ctx(), query, 20, 1);
    // What is shown instead is read by rows in one statement, and waits until it may.
    const instead = () => database().sql`select from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock' and query like '%with page as materialized%'`;
    try {
      await expect.poll(instead, patience).toHaveLength(1);
    } finally {
      await locked`rollback`;
      locked.release();
    }
    const { rows, problems, query: shown } = await page;
    expect(problems).toEqual([expect.stringContaining("too many to be sorted by “Segments”")]);
    expect(rows).toEqual((await listContacts(ctx(), everything, 20)).rows);
    expect(shown).toEqual(everything);
  });

  test("the row tells source, figures, tags and why an address is held back", async () => {
    const { sql } = database();
    const [one] = await sql`select id, public_id, email from contacts where org_id = ${orgId} and email like 'zz%'
      and gone_at is null limit 1`;
    const [tag] = await sql`insert into tags (org_id, name, colour) values (${orgId}, 'VIP', 'amber') returning id`;
    await sql`insert into contact_tags (org_id, tag_id, contact_id) values (${orgId}, ${tag!.id}, ${one!.id})`;
    await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
      values (${orgId}, 'email', ${one!.email}, 'h', 'bounce', 'test')`;
    const { rows } = await listContacts(ctx(), { ...everything, q: one!.email });
    expect(rows.map((row) => row.id)).toContain(one!.public_id);
    const row = rows.find((each) => each.id === one!.public_id)!;
    expect(row).toMatchObject({
      suppressed: "bounce",
      tags: expect.arrayContaining([{ name: "VIP", colour: "amber" }]),
      platform: "woocommerce",
    });
    expect(row.spent).toMatch(/^\d+\.\d{4}$/);
  });
});

describe("counting", () => {
  test("gives up where it takes too long, and the page is left with an estimate", async () => {
    const { sql } = database();
    const locked = await sql.reserve();
    await locked`begin`;
    await locked`lock table contacts in access exclusive mode`;
    const exact = countContactsWithin(ctx(), everything, 1);
    await expect(exact).resolves.toBeNull();
    await locked`rollback`;
    locked.release();
    expect(await countContactsWithin(ctx(), everything, 30)).toBe(await countContacts(ctx()));
  });
});

describe("how a member sees the list", () => {
  const look = { columns: ["country", "name"] as ColumnName[], density: "compact" as const };

  test("columns, density and widths are kept per member", async () => {
    const [mine, theirs] = [await member("anna"), await member("berit")];
    await chooseColumns(mine, look);
    await sizeColumn(mine, { column: "name", width: 180 });
    await sizeColumn(mine, { column: "contact", width: 300 });
    await sizeColumn(mine, { column: "name", width: null });
    expect(await lookOf(mine)).toEqual({ columns: ["name", "country"], density: "compact", widths: { contact: 300 } });
    expect(await lookOf(theirs)).toEqual({ columns: defaultColumns, density: "comfortable", widths: {} });
    await forgetWidths(mine);
    expect((await lookOf(mine)).widths).toEqual({});
  });

  test("a view is saved as it is understood, renamed and deleted by its own member only", async () => {
    const [mine, theirs] = [await member("carl"), await member("dora")];
    const asked = { query: "status=never&after=abc&view=1&sort=spent.desc&status=odd", columns: look.columns };
    const view = await saveView(mine, { name: "Silent", ...asked });
    expect(view).toMatchObject({ query: "status=never&sort=spent.desc", columns: ["name", "country"] });
    await expect(saveView(mine, { name: "silent", query: "", columns: [] })).rejects.toMatchObject({
      problem: "invalid",
      fields: { name: expect.any(String) },
    });
    expect(await listViews(theirs)).toEqual([]);
    const one = { view: view.id };
    await expect(deleteView(theirs, one)).rejects.toMatchObject({ problem: "not-found" });
    await expect(renameView(theirs, { ...one, name: "X" })).rejects.toMatchObject({ problem: "not-found" });
    await expect(chooseColumns(theirs, { ...look, ...one })).rejects.toMatchObject({ problem: "not-found" });
    await chooseColumns(mine, { columns: ["phone"], density: "comfortable", ...one });
    await renameView(mine, { ...one, name: "Quiet" });
    await updateView(mine, { ...one, query: "bought=none", columns: ["phone", "name"] });
    expect(await listViews(mine)).toEqual([
      { id: view.id, name: "Quiet", query: "bought=none", columns: ["name", "phone"] },
    ]);
    await deleteView(mine, one);
    expect(await listViews(mine)).toEqual([]);
  });

  async function member(name: string): Promise<Ctx> {
    const [user] = await database()
      .sql`insert into users (email, name) values (${`${name}@ex.org`}, ${name}) returning id`;
    return { orgId, actor: { kind: "member", userId: Number(user!.id), name, role: "viewer" } };
  }
});
