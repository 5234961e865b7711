DROP INDEX "write_backs_once";--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "joins_id" bigint;--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_org_id_joins_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","joins_id") REFERENCES "public"."stores"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stores_joining" ON "stores" USING btree ("org_id","joins_id") WHERE joins_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "write_backs_once" ON "write_backs" USING btree ("org_id","contact_id","store_id","channel");