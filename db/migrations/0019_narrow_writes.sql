ALTER TABLE "contact_events" DROP CONSTRAINT "contact_events_org_id_contact_id_contacts_org_id_id_fk";
--> statement-breakpoint
DROP INDEX "contact_events_newest";--> statement-breakpoint
DROP INDEX "contact_events_order";--> statement-breakpoint
DROP INDEX "contacts_same_email";--> statement-breakpoint
DROP INDEX "webhook_deliveries_newest";--> statement-breakpoint
DROP INDEX "contacts_by_email";--> statement-breakpoint
ALTER TABLE "contact_events" DROP CONSTRAINT "contact_events_org_id_id_pk";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_org_id_id_pk";--> statement-breakpoint
ALTER TABLE "contact_events" ADD CONSTRAINT "contact_events_org_id_contact_id_at_id_pk" PRIMARY KEY("org_id","contact_id","at","id");--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_org_id_store_id_id_pk" PRIMARY KEY("org_id","store_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" USING btree ("org_id","store_id","id") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "contacts_by_email" ON "contacts" USING btree ("org_id","email","id");