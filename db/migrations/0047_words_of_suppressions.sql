ALTER TABLE "suppressions" ADD COLUMN "also" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "troubles" integer DEFAULT 0 NOT NULL;