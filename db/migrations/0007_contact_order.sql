DROP INDEX "contacts_same_phone";--> statement-breakpoint
CREATE INDEX "contacts_by_phone" ON "contacts" USING btree ("org_id","phone","id") WHERE phone is not null;--> statement-breakpoint
CREATE INDEX "contacts_by_push" ON "contacts" USING btree ("org_id","push_id","id") WHERE push_id is not null;