/**
 * The contacts list against plain SQL that sorts and plain TypeScript that filters: same rows, same order, any page.
 */
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { countContacts, countContactsQuickly, type Listing, listContacts } from "@/lib/contacts/directory";
import { reach } from "@/lib/contacts/directory/page";
import { everything, type Query, readQuery, writeQuery } from "@/lib/contacts/directory/params";
import { sortKeys } from "@/lib/contacts/directory/sorts";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { matchingByHand } from "../support/list-oracle";
import { organizationOfTies } from "../support/list-people";
import { type Ids, idsOf, queries, queryOf } from "../support/list-queries";

useTestDatabase();

let orgId: number;
let ids: Ids;
const ctx = (): Ctx => ({ orgId, actor: { kind: "operator", name: "test" } });

beforeAll(async () => {
  orgId = await organizationOfTies("north");
  await organizationOfTies("south");
  ids = await idsOf(orgId);
});

/** Milliseconds: hundreds of pages are read, which a busy machine may be slow at. */
const patience = process.env.SOAK ? 3_600_000 : 240_000;

const far = { ...reach };
afterEach(() => void Object.assign(reach, far));

describe("the contacts list", () => {
  test.each([
    ["as far as ever", far],
    ["so near that a hundred people are more than it looks at", { nearby: 5, farther: 60, few: 8 }],
  ])(
    "gives what plain SQL gives, page by page forwards and back, nothing missing and nothing twice, looking %s",
    async (_, looking) => {
      Object.assign(reach, looking);
      let nonEmpty = 0;
      await fc.assert(
        fc.asyncProperty(queries, fc.integer({ min: 7, max: 40 }), async (drawn, size) => {
          const query = queryOf(drawn, ids);
          const expected = await matchingByHand(orgId, query);
          if (expected.length > 0) nonEmpty++;
          const { pages, last } = await forwards(query, size);
          expect(pages.flat()).toEqual(expected);
          expect(await backwards(query, last, size)).toEqual(pages);
          expect(await countContacts(ctx(), query)).toBe(expected.length);
          expect(await countContactsQuickly(ctx(), query)).toEqual({ n: expected.length, exact: true });
        }),
        { numRuns: process.env.SOAK ? 2000 : 60, endOnFailure: true },
      );
      expect(nonEmpty).toBeGreaterThan(5);
    },
    patience,
  );

  test(
    "while others change, come and go, nobody who stays put is missed or shown twice",
    async () => {
      const change = fc.record({
        who: fc.nat(),
        how: fc.constantFrom("spend", "rename", "move", "go", "come", "group"),
      });
      const sorts = fc.constantFrom(...sortKeys);
      await fc.assert(
        fc.asyncProperty(
          sorts,
          fc.boolean(),
          fc.array(change, { minLength: 6, maxLength: 12 }),
          async (sort, turned, changes) => {
            const id = await organizationOfTies(`moving-${crypto.randomUUID()}`);
            const there: Ctx = { ...ctx(), orgId: id };
            const query = { ...everything, sort, turned };
            const before = await matchingByHand(id, query);
            const moved = new Set<string>();
            const seen: string[] = [];
            let page = await listContacts(there, query, 15);
            for (let at = 0; ; at++) {
              expect(page.problems).toEqual([]);
              seen.push(...page.rows.map((row) => row.id));
              if (!page.next) break;
              const one = changes[at % changes.length]!;
              // The neighbour of the cursor stays, or the list would say that it begins anew.
              const others = before.filter((id) => id !== page.next!.id);
              moved.add(await disturb(id, others[one.who % others.length]!, one.how));
              page = await listContacts(there, throughUrl({ ...query, cursor: page.next }), 15);
            }
            const stayed = before.filter((id) => !moved.has(id));
            expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
          },
        ),
        { numRuns: process.env.SOAK ? 300 : 8, endOnFailure: true },
      );
    },
    patience,
  );
});

/** Changes the contact as the world might, between two pages. Gives the id of who has moved. */
async function disturb(orgId: number, contact: string, how: string): Promise<string> {
  const { sql } = database();
  const [row] = await sql`select id, store_id from contacts where org_id = ${orgId} and public_id = ${contact}`;
  const id = row!.id;
  if (how === "spend") {
    await sql`update contact_activity set orders = orders + 1, spent = spent + 99, last_interaction_at = now()
      where org_id = ${orgId} and contact_id = ${id}`;
  } else if (how === "rename") {
    await sql`update contacts set last_name = 'Zzz', email = 'a' || id || '@ex.org', email_consent = 'unsubscribed'
      where org_id = ${orgId} and id = ${id}`;
  } else if (how === "group") {
    await sql`delete from contact_tags where org_id = ${orgId} and contact_id = ${id}`;
    await sql`insert into list_members as m (org_id, list_id, contact_id, joined_by)
      select org_id, id, ${id}, 'test' from lists where org_id = ${orgId}
      on conflict (org_id, list_id, contact_id) do update set left_at = case when m.left_at is null then now() end`;
  } else if (how === "move") {
    await sql`update contacts set source = 'form', created_at = now(), push_id = 'zz', phone = '+1555' || id
      where org_id = ${orgId} and id = ${id}`;
  } else if (how === "go") {
    await sql`update contacts set gone_at = now() where org_id = ${orgId} and id = ${id}`;
  } else {
    await sql`with born as (insert into contacts (org_id, store_id, email, source, born_at)
      values (${orgId}, ${row!.store_id}, ${`new${crypto.randomUUID()}@ex.org`}, 'api', now()) returning id)
      insert into contact_activity (org_id, contact_id) select ${orgId}, id from born`;
    return "nobody";
  }
  return contact;
}

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
