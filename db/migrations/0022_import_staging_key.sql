DROP INDEX "import_staging_line";--> statement-breakpoint
ALTER TABLE "import_staging" ADD CONSTRAINT "import_staging_org_id_import_id_line_pk" PRIMARY KEY("org_id","import_id","line");