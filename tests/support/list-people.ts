/** An organization for the tests of the list: 100 contacts, so like each other that every page breaks among equals. */
import { database } from "@/lib/tenancy";

/** Days begin here long before they do in UTC. */
export const zone = "Pacific/Auckland";

/**
 * Many ties and NULLs, some gone, disabled, excluded or suppressed; with tags, lists and segments, whose members are
 * put here as they are kept. Gives the inner id.
 */
export async function organizationOfTies(slug: string): Promise<number> {
  const { sql } = database();
  const [org] =
    await sql`insert into organizations (slug, name, time_zone) values (${slug}, ${slug}, ${zone}) returning id`;
  const id = Number(org!.id);
  await sql`insert into stores (org_id, platform, name, url, state)
    select ${id}, (array['woocommerce','shopify','woocommerce'])[n], (array['Outlet','asia','Main'])[n],
      'https://' || n || '.example', 'active' from generate_series(1, 3) n`;
  await people(id);
  await figures(id);
  await memberships(id);
  return id;
}

async function people(id: number) {
  const { sql } = database();
  await sql`
    insert into contacts (org_id, store_id, email, phone, push_id, first_name, last_name, source, special_tags,
      email_consent, sms_consent, push_consent, language, country, born_at, created_at, gone_at, disabled_at, excluded_at)
    select ${id}, (select min(id) from stores where org_id = ${id}) + n % 3,
      case when n % 5 > 0 then (array['mira','ho','zz','a_b','50%','élan'])[1 + n % 6] || n || '@ex.org' end,
      case when n % 4 = 0 then '+49170' || (n % 7) end, case when n % 7 = 0 then 'push' || n % 21 end,
      (array['Mira','','Rémi','Jide','o''Neil','🙂'])[1 + n % 6],
      (array['Holt','','Zzap','ÉLAN','a\\b'])[1 + n / 3 % 5],
      (array['ecommerce','csv','manual'])[1 + n % 3],
      (array['{}','{buyer}','{subscriber,buyer}','{contact}'])[1 + n % 4]::text[],
      (array['never','subscribed','unsubscribed','pending'])[1 + n / 2 % 4],
      (array['never','subscribed','unsubscribed'])[1 + n / 5 % 3], (array['never','subscribed'])[1 + n / 7 % 2],
      (array['de','en',null,'nb'])[1 + n % 4], (array['DE',null,'NO'])[1 + n / 2 % 3],
      now(), date_trunc('day', now()) - (n % 4) * interval '12 hours' + (n % 9) * interval '1 microsecond',
      case when n % 40 = 0 then now() end, case when n % 11 = 0 then now() end, case when n % 13 = 0 then now() end
    from generate_series(1, 100) n`;
  await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    select ${id}, 'email', email, email, 'bounce', 'test' from contacts where org_id = ${id} and id % 6 = 0 and email is not null`;
}

async function figures(id: number) {
  await database().sql`
    insert into contact_activity (org_id, contact_id, orders, spent, last_interaction_at)
    select org_id, id, id % 3, (id % 4) * 10.5,
      case when id % 3 > 0 then now() - (id % 6) * interval '100 days' - (id % 2) * interval '1 microsecond' end
    from contacts where org_id = ${id}`;
}

async function memberships(id: number) {
  const { sql } = database();
  await sql`insert into tags (org_id, name) select ${id}, 'Tag ' || n from generate_series(1, 3) n`;
  await sql`insert into lists (org_id, name) select ${id}, 'List ' || n from generate_series(1, 2) n`;
  await imports(id);
  await sql`insert into contact_tags (org_id, tag_id, contact_id)
    select ${id}, t.id, c.id from contacts c join tags t using (org_id) where c.org_id = ${id} and c.id % 8 > 0 and ((c.id + t.id) % 3 = 0 or c.id % 5 < 2)`;
  await sql`insert into list_members (org_id, list_id, contact_id, joined_by, left_at)
    select ${id}, l.id, c.id, 'test', case when c.id % 4 = 0 then now() end
    from contacts c join lists l using (org_id) where c.org_id = ${id} and (c.id / 2 + l.id) % 2 = 0`;
  await sql`insert into segments (org_id, name, definition, state, created_by, edited_by)
    select ${id}, 'Segment ' || n, '{}', case when n < 3 then 'active' else 'archived' end, 't', 't' from generate_series(1, 3) n`;
  // Of the archived one some still hold the number: they are not its members. Nor is who was excluded a moment ago.
  await sql`insert into contact_segments (org_id, contact_id, segs)
    select ${id}, c.id, array(select g.id from segments g where g.org_id = ${id} and (c.id + g.id) % 3 > 0 order by g.id)
    from contacts c where c.org_id = ${id} and c.id % 7 > 0`;
}

/** Each brought some, and changed others: those are not from it. */
async function imports(id: number) {
  const { sql } = database();
  await sql`insert into imports (org_id, store_id, file_name, size, started_by)
    select ${id}, min(s.id), 'file' || n, 1, 't' from stores s, generate_series(1, 2) n where s.org_id = ${id} group by n order by n`;
  await sql`insert into import_changes (org_id, import_id, contact_id, line, did)
    select ${id}, i.id, c.id, 1, case when (c.id + i.id) % 3 = 0 then 'created' else 'updated' end
    from contacts c join imports i using (org_id) where c.org_id = ${id} and (c.id / 3 + i.id) % 2 = 0`;
}
