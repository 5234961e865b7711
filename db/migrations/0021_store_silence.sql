ALTER TABLE "stores" ADD COLUMN "ask_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "stores" ADD COLUMN "silent_since" timestamp with time zone;