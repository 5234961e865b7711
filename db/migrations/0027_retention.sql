ALTER TABLE "organizations" ADD COLUMN "keep_events_months" integer;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "keep_deliveries_days" integer DEFAULT 30 NOT NULL;
