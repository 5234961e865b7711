CREATE TABLE "saved_views" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "saved_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"user_id" bigint NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"columns" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "saved_views_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "bulk_actions" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "bulk_actions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"kind" text NOT NULL,
	"selection" jsonb NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"asked_by" text NOT NULL,
	"user_id" bigint,
	"expected" integer NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"cursor" bigint DEFAULT 0 NOT NULL,
	"seen" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"progressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"cancel_asked" boolean DEFAULT false NOT NULL,
	"error" text,
	CONSTRAINT "bulk_actions_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "bulk_actions_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "bulk_changes" (
	"org_id" bigint NOT NULL,
	"bulk_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"subject_id" bigint DEFAULT 0 NOT NULL,
	"before" jsonb,
	CONSTRAINT "bulk_changes_org_id_contact_id_bulk_id_subject_id_pk" PRIMARY KEY("org_id","contact_id","bulk_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "bulk_files" (
	"org_id" bigint NOT NULL,
	"bulk_id" bigint NOT NULL,
	"part" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "bulk_files_org_id_bulk_id_part_pk" PRIMARY KEY("org_id","bulk_id","part")
);
--> statement-breakpoint
CREATE TABLE "form_signups" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "form_signups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"form_id" bigint NOT NULL,
	"contact_id" bigint,
	"email" text NOT NULL,
	"given" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"agreement" text NOT NULL,
	"page" text DEFAULT '' NOT NULL,
	"token_hash" text,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "form_signups_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "forms" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "forms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"title" text NOT NULL,
	"intro" text DEFAULT '' NOT NULL,
	"button" text NOT NULL,
	"agreement" text NOT NULL,
	"thanks" text NOT NULL,
	"fields" text[] DEFAULT '{}' NOT NULL,
	"double_opt_in" boolean DEFAULT true NOT NULL,
	"list_id" bigint,
	"origins" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "forms_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "forms_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "write_backs" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "write_backs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"store_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "write_backs_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
DROP INDEX "lists_name";--> statement-breakpoint
DROP INDEX "tags_name";--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "edits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "suppressions" ADD COLUMN "public_id" uuid DEFAULT public_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "suppressions" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD COLUMN "added_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "lists" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD CONSTRAINT "bulk_actions_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_org_id_bulk_id_bulk_actions_org_id_id_fk" FOREIGN KEY ("org_id","bulk_id") REFERENCES "public"."bulk_actions"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_files" ADD CONSTRAINT "bulk_files_org_id_bulk_id_bulk_actions_org_id_id_fk" FOREIGN KEY ("org_id","bulk_id") REFERENCES "public"."bulk_actions"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_signups" ADD CONSTRAINT "form_signups_org_id_form_id_forms_org_id_id_fk" FOREIGN KEY ("org_id","form_id") REFERENCES "public"."forms"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_signups" ADD CONSTRAINT "form_signups_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forms" ADD CONSTRAINT "forms_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forms" ADD CONSTRAINT "forms_org_id_list_id_lists_org_id_id_fk" FOREIGN KEY ("org_id","list_id") REFERENCES "public"."lists"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_backs" ADD CONSTRAINT "write_backs_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_backs" ADD CONSTRAINT "write_backs_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("org_id","user_id","name");--> statement-breakpoint
CREATE INDEX "bulk_actions_newest" ON "bulk_actions" USING btree ("org_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "form_signups_of_form" ON "form_signups" USING btree ("org_id","form_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "form_signups_of_contact" ON "form_signups" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "form_signups_token" ON "form_signups" USING btree ("org_id","token_hash") WHERE token_hash is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "forms_name" ON "forms" USING btree ("org_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "write_backs_once" ON "write_backs" USING btree ("org_id","contact_id","channel");--> statement-breakpoint
CREATE INDEX "write_backs_due" ON "write_backs" USING btree ("next_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "write_backs_of_store" ON "write_backs" USING btree ("org_id","store_id","asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_public" ON "suppressions" USING btree ("org_id","public_id");--> statement-breakpoint
CREATE INDEX "suppressions_newest" ON "suppressions" USING btree ("org_id","added_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "lists_name" ON "lists" USING btree ("org_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "tags_name" ON "tags" USING btree ("org_id",lower("name"));