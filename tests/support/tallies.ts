/** The kept counts beside a fresh count of everything they are kept of. */
import { expect } from "vitest";
import { database } from "@/lib/tenancy";

/** Of every organization of the database: tallies of tags and lists, and what each contact's links count as. */
export async function expectTallies() {
  const { sql } = database();
  const wrong = await sql`
    with really as (
      select ct.org_id, 'tag' as kind, ct.tag_id as group_id, quarter_of(ct.added_at) as at, 1 as n, 0 as subscribed
      from contact_tags ct join contacts c on c.org_id = ct.org_id and c.id = ct.contact_id where c.gone_at is null
      union all
      select m.org_id, 'list', m.list_id, quarter_of(v.at), v.sign, v.sign * (c.email_consent = 'subscribed')::int
      from list_members m join contacts c on c.org_id = m.org_id and c.id = m.contact_id
      cross join lateral (values (m.joined_at, 1), (m.left_at, -1)) v(at, sign)
      where v.at is not null and c.gone_at is null and c.excluded_at is null
    ), beside as (
      select *, 1 as way from really
      union all select org_id, kind, group_id, at, n, subscribed, -1 from group_tallies
    )
    select org_id, kind, group_id, at::text, sum(n * way)::int as n, sum(subscribed * way)::int as subscribed from beside
    where at > now() - interval '30 days' group by 1, 2, 3, 4 having sum(n * way) <> 0 or sum(subscribed * way) <> 0
    union all
    select org_id, kind, group_id, 'all', sum(n * way)::int, sum(subscribed * way)::int from beside
    group by 1, 2, 3 having sum(n * way) <> 0 or sum(subscribed * way) <> 0`;
  expect([...wrong], "tallies of groups").toEqual([]);
  const astray = await sql`
    select n.org_id, n.contact_id, n.standing from contact_counts n
    left join contacts c on c.org_id = n.org_id and c.id = n.contact_id
    where n.standing is distinct from standing_of(c.gone_at, c.excluded_at, c.email_consent) or c.id is null`;
  expect([...astray], "what contacts count as").toEqual([]);
}
