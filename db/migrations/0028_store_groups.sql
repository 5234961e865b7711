CREATE TABLE "store_group_members" (
	"org_id" bigint NOT NULL,
	"group_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"store_id" bigint NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	CONSTRAINT "store_group_members_org_id_group_id_external_id_pk" PRIMARY KEY("org_id","group_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "store_group_mirrors" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "store_group_mirrors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"store_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"phase" text DEFAULT 'groups' NOT NULL,
	"group_id" bigint,
	"asked_at" timestamp with time zone,
	"cursor" text,
	"groups_done" integer DEFAULT 0 NOT NULL,
	"groups_total" integer,
	"members_done" integer DEFAULT 0 NOT NULL,
	"joined" integer DEFAULT 0 NOT NULL,
	"left" integer DEFAULT 0 NOT NULL,
	"error" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_by" text NOT NULL,
	"progressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "store_group_mirrors_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "store_group_seen" (
	"org_id" bigint NOT NULL,
	"mirror_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"store_id" bigint NOT NULL,
	CONSTRAINT "store_group_seen_org_id_mirror_id_external_id_pk" PRIMARY KEY("org_id","mirror_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "store_groups" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "store_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"named_at" timestamp with time zone NOT NULL,
	"gone_at" timestamp with time zone,
	"size" integer DEFAULT 0 NOT NULL,
	"mirrored_at" timestamp with time zone,
	"tried_at" timestamp with time zone,
	"stale_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "store_groups_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "store_groups_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
ALTER TABLE "store_group_members" ADD CONSTRAINT "store_group_members_org_id_group_id_store_groups_org_id_id_fk" FOREIGN KEY ("org_id","group_id") REFERENCES "public"."store_groups"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_group_mirrors" ADD CONSTRAINT "store_group_mirrors_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_group_seen" ADD CONSTRAINT "store_group_seen_org_id_mirror_id_store_group_mirrors_org_id_id_fk" FOREIGN KEY ("org_id","mirror_id") REFERENCES "public"."store_group_mirrors"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_groups" ADD CONSTRAINT "store_groups_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "store_group_members_of" ON "store_group_members" USING btree ("org_id","store_id","external_id");--> statement-breakpoint
CREATE INDEX "store_group_mirrors_of" ON "store_group_mirrors" USING btree ("org_id","store_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "store_group_mirrors_one_at_a_time" ON "store_group_mirrors" USING btree ("org_id","store_id") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "store_groups_once" ON "store_groups" USING btree ("org_id","store_id","external_id");--> statement-breakpoint
CREATE INDEX "store_groups_stale" ON "store_groups" USING btree ("org_id","store_id") WHERE stale_at is not null and gone_at is null;
--> statement-breakpoint
select lock_tenant_table(name) from unnest(array['store_groups', 'store_group_members', 'store_group_mirrors', 'store_group_seen']) as t(name);
--> statement-breakpoint
-- As in "segment_queue": whose membership changed is to be asked anew. Each is looked up by its key, for the same reason.
create function note_contact_of_group() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'DELETE' then
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(contact_id) from (
      select d.org_id, s.contact_id, (row_number() over ()) / 1000 as part
      from (select distinct org_id, store_id, external_id from earlier) d
      cross join lateral (select contact_id from store_customers
        where org_id = d.org_id and store_id = d.store_id and external_id = d.external_id offset 0) s
      where s.contact_id is not null) n
    group by org_id, part;
  else
    insert into segment_queue (org_id, contacts)
    select org_id, array_agg(contact_id) from (
      select d.org_id, s.contact_id, (row_number() over ()) / 1000 as part
      from (select distinct org_id, store_id, external_id from later) d
      cross join lateral (select contact_id from store_customers
        where org_id = d.org_id and store_id = d.store_id and external_id = d.external_id offset 0) s
      where s.contact_id is not null) n
    group by org_id, part;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger noted_in after insert on store_group_members referencing new table as later
  for each statement execute function note_contact_of_group();
--> statement-breakpoint
create trigger noted_anew after update on store_group_members referencing new table as later
  for each statement execute function note_contact_of_group();
--> statement-breakpoint
create trigger noted_out after delete on store_group_members referencing old table as earlier
  for each statement execute function note_contact_of_group();
