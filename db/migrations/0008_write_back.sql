ALTER TABLE "store_customers" ADD COLUMN "shown" text;--> statement-breakpoint
ALTER TABLE "store_customers" ADD COLUMN "shown_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "write_after" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "write_backs_by_state" ON "write_backs" USING btree ("org_id","store_id","state");