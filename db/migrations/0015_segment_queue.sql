-- Whatever a condition may ask of a contact has a dozen writers, so a change is noted where all of them end. Rows are
-- only ever added, one for a thousand contacts of a statement: writers never wait for each other, and whoever sees a row
-- sees the change that wrote it. With the owner's rights: a key bound to one store may block an address of several.
create function note_contact() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'DELETE' then
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(id) from (select org_id, id, (row_number() over ()) / 1000 as part from earlier) n
    group by org_id, part;
  else
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(id) from (select org_id, id, (row_number() over ()) / 1000 as part from later) n
    group by org_id, part;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create function note_its_contact() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'DELETE' then
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(contact_id) from (
      select org_id, contact_id, (row_number() over ()) / 1000 as part
      from (select distinct org_id, contact_id from earlier where contact_id is not null) d) n
    group by org_id, part;
  elsif tg_op = 'INSERT' then
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(contact_id) from (
      select org_id, contact_id, (row_number() over ()) / 1000 as part
      from (select distinct org_id, contact_id from later where contact_id is not null) d) n
    group by org_id, part;
  else
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(contact_id) from (
      select org_id, contact_id, (row_number() over ()) / 1000 as part from (
        select org_id, contact_id from later where contact_id is not null
        union
        select org_id, contact_id from earlier where contact_id is not null) d) n
    group by org_id, part;
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- Each is looked up by its key: a plan that does not know how few a statement's rows are would read all orders for them.
create function note_contact_of_order() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'DELETE' then
    insert into segment_queue (org_id, contacts)
    select d.org_id, array_agg(distinct o.contact_id) from (select distinct org_id, order_id from earlier) d
    cross join lateral (select contact_id from orders where org_id = d.org_id and id = d.order_id offset 0) o
    where o.contact_id is not null group by d.org_id;
  else
    insert into segment_queue (org_id, contacts)
    select d.org_id, array_agg(distinct o.contact_id) from (select distinct org_id, order_id from later) d
    cross join lateral (select contact_id from orders where org_id = d.org_id and id = d.order_id offset 0) o
    where o.contact_id is not null group by d.org_id;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create function note_contacts_of_address() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'DELETE' then
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(id) from (
      select d.org_id, c.id, (row_number() over ()) / 1000 as part from (select distinct org_id, address from earlier) d
      cross join lateral (
        select id from contacts where org_id = d.org_id and email = d.address
        union select id from contacts where org_id = d.org_id and phone = d.address offset 0) c) n
    group by org_id, part;
  else
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(id) from (
      select d.org_id, c.id, (row_number() over ()) / 1000 as part from (select distinct org_id, address from later) d
      cross join lateral (
        select id from contacts where org_id = d.org_id and email = d.address
        union select id from contacts where org_id = d.org_id and phone = d.address offset 0) c) n
    group by org_id, part;
  end if;
  return null;
end
$$;
--> statement-breakpoint
do $$
declare
  of record;
begin
  for of in select * from (values
    ('contacts', 'note_contact', 'later'), ('contact_activity', 'note_its_contact', 'both'),
    ('contact_tags', 'note_its_contact', 'both'), ('list_members', 'note_its_contact', 'both'),
    ('consents', 'note_its_contact', 'both'), ('consent_evidence', 'note_its_contact', 'both'),
    ('orders', 'note_its_contact', 'both'), ('checkouts', 'note_its_contact', 'both'),
    ('store_customers', 'note_its_contact', 'both'), ('form_signups', 'note_its_contact', 'both'),
    ('contact_events', 'note_its_contact', 'both'), ('order_items', 'note_contact_of_order', 'later'),
    ('refunds', 'note_contact_of_order', 'later'), ('suppressions', 'note_contacts_of_address', 'later')
  ) as v(tab, does, sees) loop
    execute format('create trigger noted_in after insert on %I referencing new table as later
      for each statement execute function %I()', of.tab, of.does);
    execute format('create trigger noted_anew after update on %I referencing new table as later %s
      for each statement execute function %I()', of.tab, case of.sees when 'both' then 'old table as earlier' else '' end, of.does);
    execute format('create trigger noted_out after delete on %I referencing old table as earlier
      for each statement execute function %I()', of.tab, of.does);
  end loop;
end
$$;
