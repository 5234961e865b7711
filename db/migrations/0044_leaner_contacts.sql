DROP INDEX "contacts_by_email";--> statement-breakpoint
DROP INDEX "contacts_email";--> statement-breakpoint
DROP INDEX "contacts_newest";--> statement-breakpoint
DROP INDEX "contacts_newest_of_store";--> statement-breakpoint
DROP INDEX "contacts_newest_of_source";--> statement-breakpoint
DROP INDEX "contacts_by_email_consent";--> statement-breakpoint
CREATE INDEX "contacts_without_email" ON "contacts" USING btree ("org_id","id") WHERE email is null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_email" ON "contacts" USING btree ("org_id","email","store_id") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "contacts_newest" ON "contacts" USING btree ("org_id","created_at" NULLS FIRST,"id" NULLS FIRST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_newest_of_store" ON "contacts" USING btree ("org_id","store_id","created_at" NULLS FIRST,"id" NULLS FIRST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_newest_of_source" ON "contacts" USING btree ("org_id","source" DESC NULLS FIRST,"created_at" NULLS FIRST,"id" NULLS FIRST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_by_email_consent" ON "contacts" USING btree ("org_id","email_consent" DESC NULLS FIRST,"created_at" NULLS FIRST,"id" NULLS FIRST) WHERE gone_at is null;