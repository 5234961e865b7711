CREATE TABLE "import_known" (
	"org_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "import_known_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ids" bigint[] NOT NULL,
	"lines" integer[] NOT NULL,
	"email" timestamp with time zone[] NOT NULL,
	"sms" timestamp with time zone[] NOT NULL,
	CONSTRAINT "import_known_org_id_import_id_id_pk" PRIMARY KEY("org_id","import_id","id")
);
--> statement-breakpoint
ALTER TABLE "import_known" ADD CONSTRAINT "import_known_org_id_import_id_imports_org_id_id_fk" FOREIGN KEY ("org_id","import_id") REFERENCES "public"."imports"("org_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
select lock_tenant_table('import_known');
