CREATE TABLE "contact_segments" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"segs" integer[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "contact_segments_org_id_contact_id_pk" PRIMARY KEY("org_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "segment_changes" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "segment_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"run_id" bigint,
	"joined" integer[] DEFAULT '{}' NOT NULL,
	"left" integer[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "segment_changes_org_id_contact_id_id_pk" PRIMARY KEY("org_id","contact_id","id")
);
--> statement-breakpoint
CREATE TABLE "segment_queue" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "segment_queue_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contacts" bigint[] NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segment_queue_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "segment_runs" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "segment_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"for_day" date,
	"zone" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"step" text DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"asked_by" text NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"judged_at" timestamp with time zone,
	"looked" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"joined" integer DEFAULT 0 NOT NULL,
	"left" integer DEFAULT 0 NOT NULL,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"error" text,
	CONSTRAINT "segment_runs_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "segment_sizes" (
	"org_id" bigint NOT NULL,
	"segment_id" integer NOT NULL,
	"day" date NOT NULL,
	"size" integer NOT NULL,
	CONSTRAINT "segment_sizes_org_id_segment_id_day_pk" PRIMARY KEY("org_id","segment_id","day")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"org_id" bigint NOT NULL,
	"id" integer GENERATED ALWAYS AS IDENTITY (sequence name "segments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"definition" jsonb NOT NULL,
	"in_force" jsonb,
	"summary" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"size" integer DEFAULT 0 NOT NULL,
	"refreshed_at" timestamp with time zone,
	"refreshed_ms" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_by" text NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "segments_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "segments_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "ordered_at" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "order_sums" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "products" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "products_at" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "sent_at" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "opened_at" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD COLUMN "clicked_at" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "segment_runs" ADD CONSTRAINT "segment_runs_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_sizes" ADD CONSTRAINT "segment_sizes_org_id_segment_id_segments_org_id_id_fk" FOREIGN KEY ("org_id","segment_id") REFERENCES "public"."segments"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_segments_segs" ON "contact_segments" USING gin ("segs");--> statement-breakpoint
CREATE UNIQUE INDEX "segment_runs_day" ON "segment_runs" USING btree ("org_id","for_day") WHERE for_day is not null;--> statement-breakpoint
CREATE INDEX "segment_runs_open" ON "segment_runs" USING btree ("org_id") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "segments_name" ON "segments" USING btree ("org_id",lower("name")) WHERE deleted_at is null;
--> statement-breakpoint
select lock_tenant_table(name) from unnest(array['segments', 'contact_segments', 'segment_runs', 'segment_changes',
  'segment_sizes', 'segment_queue']) as name;
--> statement-breakpoint
update contact_activity a set ordered_at = o.at, order_sums = o.sums, products = i.products, products_at = i.at
from stores s join contacts c on c.org_id = s.org_id and c.store_id = s.id
cross join lateral (
  select array_agg(floor(extract(epoch from placed_at) / 60)::int order by placed_at, id) as at,
    array_agg(sum order by placed_at, id) as sums
  from (
    select id, placed_at, greatest(least(sum(case when currency = s.currency then total - refunded else 0 end)
      over (order by placed_at, id) * 10000, 9000000000000000000), -9000000000000000000)::bigint as sum
    from orders where org_id = c.org_id and contact_id = c.id and ended_at is null and status in ('placed', 'refunded')
  ) o
) o
cross join lateral (
  select coalesce(array_agg(i.product_id order by o.placed_at, o.id, i.external_id), '{}') as products,
    coalesce(array_agg(floor(extract(epoch from o.placed_at) / 60)::int order by o.placed_at, o.id, i.external_id), '{}') as at
  from orders o join order_items i on i.org_id = o.org_id and i.order_id = o.id
  where o.org_id = c.org_id and o.contact_id = c.id and o.ended_at is null and o.status in ('placed', 'refunded')
    and i.product_id is not null
) i
where a.org_id = c.org_id and a.contact_id = c.id and o.at is not null;
