CREATE TABLE "snippets" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"origins" text[] DEFAULT '{}' NOT NULL,
	"consent" text DEFAULT 'ask' NOT NULL,
	"signed" boolean DEFAULT false NOT NULL,
	"secret" text NOT NULL,
	"heard_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snippets_org_id_store_id_pk" PRIMARY KEY("org_id","store_id"),
	CONSTRAINT "snippets_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "visitor_events" (
	"org_id" bigint NOT NULL,
	"visitor_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "visitor_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "visitor_events_org_id_visitor_id_id_pk" PRIMARY KEY("org_id","visitor_id","id")
);
--> statement-breakpoint
CREATE TABLE "visitors" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "visitors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"store_id" bigint NOT NULL,
	"key" uuid NOT NULL,
	"contact_id" bigint,
	"email" text,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "visitors_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "visited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "snippets" ADD CONSTRAINT "snippets_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitor_events" ADD CONSTRAINT "visitor_events_org_id_visitor_id_visitors_org_id_id_fk" FOREIGN KEY ("org_id","visitor_id") REFERENCES "public"."visitors"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "visitors_key" ON "visitors" USING btree ("org_id","store_id","key");--> statement-breakpoint
CREATE INDEX "visitors_of_contact" ON "visitors" USING btree ("org_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "visitors_named" ON "visitors" USING btree ("org_id","email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "visitors_seen" ON "visitors" USING btree ("seen_at");--> statement-breakpoint
alter table visitors add constraint visitors_contact foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id);
--> statement-breakpoint
select lock_tenant_table(name) from unnest(array['snippets', 'visitors', 'visitor_events']) as t(name);
