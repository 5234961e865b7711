ALTER TABLE "contact_tags" ADD COLUMN "store_label" text;--> statement-breakpoint
ALTER TABLE "store_customers" ADD COLUMN "tags" text[];