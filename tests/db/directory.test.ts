/** The contacts list against plain SQL that sorts and filters everything at once. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { countContacts, countContactsQuickly, type Listing, listContacts } from "@/lib/contacts/directory";
import {
  everything,
  kinds,
  type Query,
  readQuery,
  sources,
  statuses,
  writeQuery,
} from "@/lib/contacts/directory/params";
import { sortKeys } from "@/lib/contacts/directory/sorts";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";

useTestDatabase();

let orgId: number;
let stores: string[];
const ctx = (): Ctx => ({ orgId, actor: { kind: "operator", name: "test" } });

const words = ["mi", "ra", "50%", "a_b", "\\", "Ho", "holt", "zz", "+49", "7", "ÉLAN", "@ex", "mira holt", "🙂", "o'"];

beforeAll(async () => {
  const { sql } = database();
  orgId = await organization("north");
  await organization("south");
  const rows = await sql`select public_id from stores where org_id = ${orgId} order by id`;
  stores = rows.map((row) => row.public_id);
});

/** 100 contacts with many ties and NULLs, some gone, so that every page break falls among equals sooner or later. */
async function organization(slug: string): Promise<number> {
  const { sql } = database();
  const [org] = await sql`insert into organizations (slug, name) values (${slug}, ${slug}) returning id`;
  const id = Number(org!.id);
  await sql`insert into stores (org_id, platform, name, url, state)
    select ${id}, 'woocommerce', 'Shop ' || n, 'https://' || n || '.example', 'active' from generate_series(1, 3) n`;
  await sql`
    insert into contacts (org_id, store_id, email, phone, first_name, last_name, source, special_tags, email_consent,
      born_at, created_at, gone_at)
    select ${id}, (select min(id) from stores where org_id = ${id}) + n % 3,
      case when n % 5 > 0 then (array['mira','ho','zz','a_b','50%','élan'])[1 + n % 6] || n || '@ex.org' end,
      case when n % 4 = 0 then '+49170' || (n % 7) end,
      (array['Mira','','Rémi','Jide','o''Neil','🙂'])[1 + n % 6],
      (array['Holt','','Zzap','ÉLAN','a\\b'])[1 + n / 3 % 5],
      (array['ecommerce','csv','manual'])[1 + n % 3],
      (array['{}','{buyer}','{subscriber,buyer}','{contact}'])[1 + n % 4]::text[],
      (array['never','subscribed','unsubscribed','pending'])[1 + n / 2 % 4],
      now(), timestamptz '2026-01-01' + (n % 9) * interval '1 microsecond',
      case when n % 40 = 0 then now() end
    from generate_series(1, 100) n`;
  await sql`
    insert into contact_activity (org_id, contact_id, orders, spent, last_interaction_at)
    select org_id, id, id % 3, (id % 4) * 10.5,
      case when id % 3 > 0 then now() - (id % 6) * interval '100 days' - (id % 2) * interval '1 microsecond' end
    from contacts where org_id = ${id}`;
  return id;
}

const queries = fc.record({
  q: fc.oneof({ weight: 2, arbitrary: fc.constant("") }, { weight: 3, arbitrary: fc.constantFrom(...words) }),
  stores: fc.constantFrom<number[]>([], [0], [1, 2], [0, 1, 2]),
  statuses: fc.subarray([...statuses]),
  activity: fc.constantFrom(null, "active" as const, "inactive" as const),
  sources: fc.subarray([...sources], { maxLength: 2 }),
  kinds: fc.subarray([...kinds], { maxLength: 2 }),
  sort: fc.constantFrom(...sortKeys),
  turned: fc.boolean(),
});

describe("the contacts list", () => {
  test("gives what plain SQL gives, page by page forwards and back, nothing missing and nothing twice", async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 7, max: 40 }), async (drawn, size) => {
        const query: Query = { ...everything, ...drawn, stores: drawn.stores.map((at) => stores[at]!) };
        const expected = await oracle(query);
        const { pages, last } = await forwards(query, size);
        expect(pages.flat()).toEqual(expected);
        expect(await backwards(query, last, size)).toEqual(pages);
        expect(await countContacts(ctx(), query)).toBe(expected.length);
        expect(await countContactsQuickly(ctx(), query)).toEqual({ n: expected.length, exact: true });
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

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
    const far: Ctx = { ...ctx(), orgId: await organization("far") };
    await sql`insert into contacts (org_id, store_id, email, source, special_tags, born_at)
      select ${far.orgId}, min(id), n || '@far.example', case when n % 100 = 0 then 'form' else 'api' end,
        case when n > 5900 then '{contact}' else '{buyer}' end::text[], now()
      from stores, generate_series(1, 6000) n where org_id = ${far.orgId} group by n`;
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
      tags: [{ name: "VIP", colour: "amber" }],
      platform: "woocommerce",
    });
    expect(row.spent).toMatch(/^\d+\.\d{4}$/);
  });
});

async function forwards(query: Query, size: number): Promise<{ pages: string[][]; last: Listing }> {
  const pages: string[][] = [];
  let page = await listContacts(ctx(), query, size);
  while (true) {
    expect(page.problems).toEqual([]);
    expect(page.first).toBe(pages.flat().length + 1);
    expect(Boolean(page.previous)).toBe(pages.length > 0);
    pages.push(page.rows.map((row) => row.id));
    if (!page.next) return { pages, last: page };
    page = await listContacts(ctx(), throughUrl({ ...query, cursor: page.next }), size);
  }
}

/** From the last page to the first by "previous", in reading order. */
async function backwards(query: Query, last: Listing, size: number): Promise<string[][]> {
  const pages = [last.rows.map((row) => row.id)];
  for (let page = last; page.previous; ) {
    page = await listContacts(ctx(), throughUrl({ ...query, cursor: page.previous }), size);
    pages.unshift(page.rows.map((row) => row.id));
  }
  return pages;
}

/** Every page is asked for as the browser would: through the address. */
function throughUrl(query: Query): Query {
  const { query: read, problems } = readQuery(Object.fromEntries(writeQuery(query)));
  expect(problems).toEqual([]);
  return read;
}

const orders: Record<Query["sort"], { going: string; against: string }> = {
  created: { going: "created_at desc, id desc", against: "created_at, id" },
  email: { going: "email nulls last, id", against: "email desc nulls first, id desc" },
  name: { going: "last_name, first_name, id", against: "last_name desc, first_name desc, id desc" },
  status: { going: "email_consent, created_at desc, id desc", against: "email_consent desc, created_at, id" },
  spent: { going: "spent desc, id", against: "spent, id desc" },
  orders: { going: "orders desc, id", against: "orders, id desc" },
  interaction: {
    going: "last_interaction_at desc nulls last, id",
    against: "last_interaction_at nulls first, id desc",
  },
};

/** The same list said as simply as SQL allows; words are matched in JavaScript. */
async function oracle(query: Query): Promise<string[]> {
  const { sql } = database();
  const rows = await sql.unsafe(
    `select c.*, a.*, c.id as id, s.public_id as store, c.public_id as public,
       coalesce(a.last_interaction_at > now() - interval '365 days', false) as active
     from contacts c join contact_activity a on a.contact_id = c.id join stores s on s.id = c.store_id
     where c.org_id = $1 and c.gone_at is null`,
    [orgId],
  );
  const ids = rows
    .filter((row) => query.stores.length === 0 || query.stores.includes(row.store))
    .filter((row) => query.statuses.length === 0 || query.statuses.includes(row.email_consent))
    .filter((row) => query.sources.length === 0 || query.sources.includes(row.source))
    .filter((row) => query.kinds.length === 0 || query.kinds.some((kind) => row.special_tags.includes(kind)))
    .filter((row) => query.activity === null || row.active === (query.activity === "active"))
    .filter((row) =>
      query.q
        .toLowerCase()
        .split(" ")
        .filter(Boolean)
        .every((word) => found(row, word)),
    )
    .map((row) => row.id);
  const sorted = await sql.unsafe(
    `select c.public_id from contacts c join contact_activity a on a.contact_id = c.id where c.id = any($1::bigint[])
     order by ${orders[query.sort][query.turned ? "against" : "going"].replace(/\bid\b/, "c.id")}`,
    [ids],
  );
  return sorted.map((row) => row.public_id);
}

function found(row: Record<string, string | null>, word: string): boolean {
  const text = `${row.email ?? ""} ${row.first_name} ${row.last_name} ${row.phone ?? ""}`.toLowerCase();
  return [...word].length >= 3 ? text.includes(word) : ` ${text}`.includes(` ${word}`);
}
