ALTER TABLE "order_items" DROP CONSTRAINT "order_items_org_id_order_id_orders_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_org_id_store_id_stores_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "refunds" DROP CONSTRAINT "refunds_org_id_order_id_orders_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "store_customers" DROP CONSTRAINT "store_customers_org_id_store_id_stores_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "store_customers" DROP CONSTRAINT "store_customers_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_org_id_store_id_stores_org_id_id_fk";
--> statement-breakpoint
-- Contacts go in a few places only (merged, unconfirmed, an import taken back, their store's end): their lines go with them.
create function forget_lines() returns trigger language plpgsql as $$
begin
  delete from contact_events e using gone g where e.org_id = g.org_id and e.contact_id = g.id;
  return null;
end
$$;
--> statement-breakpoint
create trigger lines_forgotten after delete on contacts referencing old table as gone
  for each statement execute function forget_lines();
