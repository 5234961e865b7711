CREATE TABLE "contact_fields" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "contact_fields_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_fields_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "contact_fields_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "contact_values" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"values" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "contact_values_org_id_contact_id_pk" PRIMARY KEY("org_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "import_changes" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"did" text NOT NULL,
	"before" jsonb,
	"consent" jsonb,
	"tags" bigint[],
	"lists" jsonb,
	"undone_at" timestamp with time zone,
	CONSTRAINT "import_changes_org_id_contact_id_import_id_pk" PRIMARY KEY("org_id","contact_id","import_id")
);
--> statement-breakpoint
CREATE TABLE "import_chunks" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"chunk" integer NOT NULL,
	"first_line" integer NOT NULL,
	"last_line" integer NOT NULL,
	"rows" integer NOT NULL,
	"rejected" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"next" jsonb,
	"told" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"settled_at" timestamp with time zone,
	"ids" bigint[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "import_chunks_org_id_import_id_chunk_pk" PRIMARY KEY("org_id","import_id","chunk")
);
--> statement-breakpoint
CREATE TABLE "import_files" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"part" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "import_files_org_id_import_id_part_pk" PRIMARY KEY("org_id","import_id","part")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"org_id" bigint NOT NULL,
	"digest" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_mappings_org_id_digest_pk" PRIMARY KEY("org_id","digest")
);
--> statement-breakpoint
CREATE TABLE "import_rejects" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"column_index" integer,
	"reason" text NOT NULL,
	"cells" jsonb NOT NULL,
	"mended_at" timestamp with time zone,
	CONSTRAINT "import_rejects_org_id_import_id_line_pk" PRIMARY KEY("org_id","import_id","line")
);
--> statement-breakpoint
CREATE TABLE "import_staging" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"email" text collate "C",
	"email_typed" text,
	"phone" text collate "C",
	"push_id" text collate "C",
	"external_id" text,
	"first_name" text,
	"last_name" text,
	"birthday" date,
	"gender" text,
	"language" text,
	"company" text,
	"line1" text,
	"line2" text,
	"postcode" text,
	"city" text,
	"region" text,
	"country" text,
	"created_at" timestamp with time zone,
	"opt_in_at" timestamp with time zone,
	"opt_out_at" timestamp with time zone,
	"email_consent" text,
	"sms_consent" text,
	"suppressed" text,
	"tags" text[],
	"lists" text[],
	"custom" jsonb,
	"hint" text,
	"flags" text[],
	"left_out" jsonb
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"kind" text DEFAULT 'contacts' NOT NULL,
	"state" text DEFAULT 'uploading' NOT NULL,
	"file_name" text NOT NULL,
	"size" bigint NOT NULL,
	"received" bigint DEFAULT 0 NOT NULL,
	"reading" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"seen" jsonb,
	"header_digest" text,
	"mapping" jsonb,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"checked" jsonb,
	"started_by" text NOT NULL,
	"user_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"asked_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"progressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"cancel_asked" boolean DEFAULT false NOT NULL,
	"error" text,
	"cursor" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"loaded" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"known" integer DEFAULT 0 NOT NULL,
	"repeated" integer DEFAULT 0 NOT NULL,
	"kept_unsubscribed" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"undo_asked_at" timestamp with time zone,
	"undo_asked_by" text,
	"undo_cursor" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"restored" integer DEFAULT 0 NOT NULL,
	"forgotten_at" timestamp with time zone,
	CONSTRAINT "imports_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "imports_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
ALTER TABLE "contact_values" ADD CONSTRAINT "contact_values_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_org_id_import_id_imports_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."imports"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_org_id_import_id_imports_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."imports"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rejects" ADD CONSTRAINT "import_rejects_org_id_import_id_imports_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."imports"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "contact_fields_name" ON "contact_fields" USING btree ("org_id",lower("name"));--> statement-breakpoint
CREATE INDEX "import_staging_line" ON "import_staging" USING btree ("org_id","import_id","line");--> statement-breakpoint
CREATE INDEX "imports_newest" ON "imports" USING btree ("org_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
-- A file's bytes are mostly packed or not worth packing; staged rows live for minutes and are read from the file again.
alter table import_files alter column body set storage external;
--> statement-breakpoint
alter table import_chunks alter column ids set storage external;
--> statement-breakpoint
alter table import_staging set unlogged;
--> statement-breakpoint
select lock_tenant_table(name) from unnest(array['imports', 'import_files', 'import_staging', 'import_chunks',
  'import_rejects', 'import_changes', 'import_mappings', 'contact_fields', 'contact_values']) as t(name);
