CREATE TABLE "group_tallies" (
	"org_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"group_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"n" bigint NOT NULL,
	"subscribed" bigint NOT NULL,
	"folded" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contact_counts" ADD COLUMN "standing" smallint DEFAULT 2 NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_counts" ADD COLUMN "was" smallint;--> statement-breakpoint
CREATE INDEX "group_tallies_of" ON "group_tallies" USING btree ("org_id","kind","group_id","at");--> statement-breakpoint
select lock_tenant_table('group_tallies');
--> statement-breakpoint
-- How a contact stands to the counts of groups: 0 gone, 1 excluded from lists, 2 there, 3 there and subscribed by email.
create function standing_of(gone_at timestamptz, excluded_at timestamptz, email_consent text) returns smallint
language sql immutable parallel safe return (case when gone_at is not null then 0 when excluded_at is not null then 1
  when email_consent = 'subscribed' then 3 else 2 end)::smallint;
--> statement-breakpoint
-- In every time zone days begin on a quarter of an hour.
create function quarter_of(at timestamptz) returns timestamptz language sql immutable parallel safe
return date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00');
--> statement-breakpoint
-- Keeps how many links of `tg_argv[0]` a contact has, and how many a group has. The latter is a sum of what each statement
-- added, so nobody waits for another's group; a stay on a list counts up where it began and down where it ended. A link
-- counts by the standing that is kept with its contact's counts, and whoever changes a link or a standing holds that row
-- first: a tag given while its contact goes is counted in and out, in either order. Behind `offset 0` is a look-up by key.
-- With the owner's rights: a key bound to one store may end a tag that people of others have.
create function count_links() returns trigger language plpgsql security definer set search_path = public as $$
declare
  own text := tg_argv[0] || 's';
  links text := case tg_op when 'INSERT' then '(select *, 1 as one from later) l'
    when 'DELETE' then '(select *, -1 as one from earlier) l'
    else '(select *, 1 as one from later union all select *, -1 from earlier) l' end;
  held text := format('(select org_id, contact_id, coalesce(sum(one) filter (where %s), 0) as n from %s group by 1, 2) h',
    case own when 'tags' then 'true' else 'left_at is null' end, links);
  weighed text := format(case own
    when 'tags' then '(select org_id, contact_id, tag_id as group_id, added_at as at, one, 0 as agreed from %s) w'
    else '(select org_id, contact_id, list_id as group_id, v.at, v.sign * one as one, v.sign * one as agreed from %s
      cross join lateral (values (joined_at, 1), (left_at, -1)) v(at, sign) where v.at is not null) w' end, links);
begin
  if tg_op = 'INSERT' then
    execute format('insert into contact_counts as n (org_id, contact_id, %1$I, standing)
      select h.org_id, h.contact_id, h.n, c.standing from %2$s
      cross join lateral (select standing_of(gone_at, excluded_at, email_consent) as standing from contacts
        where org_id = h.org_id and id = h.contact_id offset 0) c
      order by 1, 2
      on conflict (org_id, contact_id) do update set %1$I = n.%1$I + excluded.%1$I', own, held);
  else
    execute format('update contact_counts n set %1$I = n.%1$I + d.n from (
        select c.org_id, c.contact_id, h.n from %2$s
        join contact_counts c using (org_id, contact_id) order by 1, 2 for no key update of c) d
      where n.org_id = d.org_id and n.contact_id = d.contact_id', own, held);
  end if;
  execute format('insert into group_tallies (org_id, kind, group_id, at, n, subscribed)
    select w.org_id, %1$L, w.group_id, quarter_of(w.at), sum(w.one), sum(case n.standing when 3 then w.agreed else 0 end)
    from %2$s cross join lateral (select standing from contact_counts
      where org_id = w.org_id and contact_id = w.contact_id offset 0) n
    where n.standing > %3$s group by 1, 3, 4
    having sum(w.one) <> 0 or sum(case n.standing when 3 then w.agreed else 0 end) <> 0',
    tg_argv[0], weighed, case own when 'tags' then 0 else 1 end);
  return null;
end
$$;
--> statement-breakpoint
-- Whose standing changed counts otherwise in all groups. Who was made in this very transaction is seen by nobody else yet:
-- without links there is no row to hold.
create function count_standing() returns trigger language plpgsql security definer set search_path = public as $$
declare
  orgs bigint[];
  people bigint[];
  befores smallint[];
  afters smallint[];
begin
  with turned as (
    select org_id, id, max(before) as before, max(after) as after, bool_or(created_at = now()) as fresh from (
      select org_id, id, created_at, null::smallint as before, standing_of(gone_at, excluded_at, email_consent) as after
      from later
      union all
      select org_id, id, created_at, standing_of(gone_at, excluded_at, email_consent), null from earlier) u
    group by 1, 2 having max(before) <> max(after)
  ), held as (
    insert into contact_counts as n (org_id, contact_id, standing, was)
    select org_id, id, after, before from turned t
    where not fresh or exists (select from contact_counts where org_id = t.org_id and contact_id = t.id)
    order by 1, 2
    on conflict (org_id, contact_id) do update set was = n.standing, standing = excluded.standing
    returning n.org_id, n.contact_id, n.was, n.standing
  )
  select array_agg(h.org_id), array_agg(h.contact_id), array_agg(h.was), array_agg(h.standing)
  into orgs, people, befores, afters from held h where h.was <> h.standing;
  if orgs is null then return null; end if;
  insert into group_tallies (org_id, kind, group_id, at, n, subscribed)
  select org_id, kind, group_id, quarter_of(at), sum(n), sum(subscribed) from (
    select m.org_id, 'tag' as kind, t.tag_id as group_id, t.added_at as at,
      (m.after > 0)::int - (m.before > 0)::int as n, 0 as subscribed
    from unnest(orgs, people, befores, afters) as m(org_id, contact_id, before, after)
    cross join lateral (select * from contact_tags
      where org_id = m.org_id and contact_id = m.contact_id offset 0) t
    union all
    select m.org_id, 'list', l.list_id, v.at, v.sign * ((m.after > 1)::int - (m.before > 1)::int),
      v.sign * ((m.after = 3)::int - (m.before = 3)::int)
    from unnest(orgs, people, befores, afters) as m(org_id, contact_id, before, after)
    cross join lateral (select * from list_members
      where org_id = m.org_id and contact_id = m.contact_id offset 0) l
    cross join lateral (values (l.joined_at, 1), (l.left_at, -1)) v(at, sign) where v.at is not null) w
  group by 1, 2, 3, 4 having sum(n) <> 0 or sum(subscribed) <> 0;
  return null;
end
$$;
--> statement-breakpoint
do $$
declare
  of record;
begin
  for of in select * from (values ('contact_tags', 'tag'), ('list_members', 'list')) as v(tab, kind) loop
    execute format('drop trigger counted_in on %I', of.tab);
    execute format('drop trigger if exists counted_anew on %I', of.tab);
    execute format('drop trigger counted_out on %I', of.tab);
    execute format('create trigger counted_in after insert on %I referencing new table as later
      for each statement execute function count_links(%L)', of.tab, of.kind);
    execute format('create trigger counted_anew after update on %I referencing new table as later old table as earlier
      for each statement execute function count_links(%L)', of.tab, of.kind);
    execute format('create trigger counted_out after delete on %I referencing old table as earlier
      for each statement execute function count_links(%L)', of.tab, of.kind);
  end loop;
end
$$;
--> statement-breakpoint
create trigger counted_anew after update on contacts referencing new table as later old table as earlier
  for each statement execute function count_standing();
--> statement-breakpoint
-- Links that go with their contact are counted after the contact's own triggers of a statement: its counts are forgotten
-- last of all.
drop trigger counts_forgotten on contacts;
--> statement-breakpoint
create or replace function forget_counts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from contact_counts where org_id = old.org_id and contact_id = old.id;
  return null;
end
$$;
--> statement-breakpoint
create constraint trigger counts_forgotten after delete on contacts deferrable initially deferred
  for each row execute function forget_counts();
--> statement-breakpoint
drop function count_tags();
--> statement-breakpoint
drop function count_lists();
--> statement-breakpoint
update contact_counts n set standing = standing_of(c.gone_at, c.excluded_at, c.email_consent)
from contacts c where c.org_id = n.org_id and c.id = n.contact_id
  and standing_of(c.gone_at, c.excluded_at, c.email_consent) <> n.standing;
--> statement-breakpoint
insert into group_tallies (org_id, kind, group_id, at, n, subscribed)
select w.org_id, w.kind, w.group_id, quarter_of(w.at), sum(w.one), sum(case n.standing when 3 then w.agreed else 0 end) from (
  select org_id, contact_id, 'tag' as kind, tag_id as group_id, added_at as at, 1 as one, 0 as agreed, 0 as above from contact_tags
  union all
  select org_id, contact_id, 'list', list_id, v.at, v.sign, v.sign, 1 from list_members
  cross join lateral (values (joined_at, 1), (left_at, -1)) v(at, sign) where v.at is not null) w
join contact_counts n on n.org_id = w.org_id and n.contact_id = w.contact_id
where n.standing > w.above group by 1, 2, 3, 4;
