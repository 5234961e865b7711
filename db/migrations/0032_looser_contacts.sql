ALTER TABLE "consent_evidence" DROP CONSTRAINT "consent_evidence_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "consents" DROP CONSTRAINT "consents_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "contact_activity" DROP CONSTRAINT "contact_activity_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_org_id_store_id_stores_org_id_id_fk";
--> statement-breakpoint
-- Contacts go under their store's turn only, and their choices are written while they are held (lib/consent/stored.ts).
create or replace function forget_lines() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from contact_events e using gone g where e.org_id = g.org_id and e.contact_id = g.id;
  delete from consent_evidence e using gone g where e.org_id = g.org_id and e.contact_id = g.id;
  delete from consents e using gone g where e.org_id = g.org_id and e.contact_id = g.id;
  delete from contact_activity e using gone g where e.org_id = g.org_id and e.contact_id = g.id;
  return null;
end
$$;
--> statement-breakpoint
create function forget_contacts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from contacts c using gone g where c.org_id = g.org_id and c.store_id = g.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger contacts_forgotten after delete on stores referencing old table as gone
  for each statement execute function forget_contacts();
