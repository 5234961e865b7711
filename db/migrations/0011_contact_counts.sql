CREATE TABLE "contact_counts" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"tags" integer DEFAULT 0 NOT NULL,
	"lists" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "contact_counts_org_id_contact_id_pk" PRIMARY KEY("org_id","contact_id")
);
--> statement-breakpoint
CREATE INDEX "contact_counts_tags" ON "contact_counts" USING btree ("org_id","tags" DESC NULLS LAST,"contact_id") WHERE tags > 0;--> statement-breakpoint
CREATE INDEX "contact_counts_lists" ON "contact_counts" USING btree ("org_id","lists" DESC NULLS LAST,"contact_id") WHERE lists > 0;--> statement-breakpoint
select lock_tenant_table('contact_counts');
--> statement-breakpoint
-- Tags and lists have a dozen writers (one, bulk, undo, merge, erase, forms, preferences, imports, cascades), so the
-- counts are kept where all of them end. A statement's rows are counted in one go, in the order of ids, so that two
-- statements wait for each other and never crosswise.
create function count_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into contact_counts as n (org_id, contact_id, tags)
    select org_id, contact_id, count(*) from later group by 1, 2 order by 1, 2
    on conflict (org_id, contact_id) do update set tags = n.tags + excluded.tags;
  else
    update contact_counts n set tags = n.tags - d.n from (
      select c.org_id, c.contact_id, e.n from (
        select org_id, contact_id, count(*) as n from earlier group by 1, 2) e
      join contact_counts c using (org_id, contact_id) order by 1, 2 for no key update of c) d
    where n.org_id = d.org_id and n.contact_id = d.contact_id;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create function count_lists() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into contact_counts as n (org_id, contact_id, lists)
    select org_id, contact_id, count(*) filter (where left_at is null) from later group by 1, 2 order by 1, 2
    on conflict (org_id, contact_id) do update set lists = n.lists + excluded.lists;
  elsif tg_op = 'UPDATE' then
    update contact_counts n set lists = n.lists + d.n from (
      select c.org_id, c.contact_id, m.n from (
        select org_id, contact_id, sum(one) as n from (
          select org_id, contact_id, 1 as one from later where left_at is null
          union all
          select org_id, contact_id, -1 from earlier where left_at is null) u
        group by 1, 2 having sum(one) <> 0) m
      join contact_counts c using (org_id, contact_id) order by 1, 2 for no key update of c) d
    where n.org_id = d.org_id and n.contact_id = d.contact_id;
  else
    update contact_counts n set lists = n.lists - d.n from (
      select c.org_id, c.contact_id, e.n from (
        select org_id, contact_id, count(*) as n from earlier where left_at is null group by 1, 2) e
      join contact_counts c using (org_id, contact_id) order by 1, 2 for no key update of c) d
    where n.org_id = d.org_id and n.contact_id = d.contact_id;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create function forget_counts() returns trigger language plpgsql as $$
begin
  delete from contact_counts n using gone g where n.org_id = g.org_id and n.contact_id = g.id;
  return null;
end
$$;
--> statement-breakpoint
create function links_stay() returns trigger language plpgsql as $$
begin
  raise exception 'A tag''s or list''s link is made and removed, never moved: its contact would be counted wrong.';
end
$$;
--> statement-breakpoint
create trigger counted_in after insert on contact_tags referencing new table as later
  for each statement execute function count_tags();
--> statement-breakpoint
create trigger counted_out after delete on contact_tags referencing old table as earlier
  for each statement execute function count_tags();
--> statement-breakpoint
create trigger counted_in after insert on list_members referencing new table as later
  for each statement execute function count_lists();
--> statement-breakpoint
create trigger counted_anew after update on list_members referencing old table as earlier new table as later
  for each statement execute function count_lists();
--> statement-breakpoint
create trigger counted_out after delete on list_members referencing old table as earlier
  for each statement execute function count_lists();
--> statement-breakpoint
create trigger stays before update of contact_id, org_id on contact_tags for each row
  when (old.contact_id <> new.contact_id or old.org_id <> new.org_id) execute function links_stay();
--> statement-breakpoint
create trigger stays before update of contact_id, org_id on list_members for each row
  when (old.contact_id <> new.contact_id or old.org_id <> new.org_id) execute function links_stay();
--> statement-breakpoint
create trigger counts_forgotten after delete on contacts referencing old table as gone
  for each statement execute function forget_counts();
--> statement-breakpoint
insert into contact_counts (org_id, contact_id, tags, lists)
select org_id, contact_id, sum(tags), sum(lists) from (
  select org_id, contact_id, 1 as tags, 0 as lists from contact_tags
  union all
  select org_id, contact_id, 0, (left_at is null)::int from list_members) links
group by 1, 2 order by 1, 2;
