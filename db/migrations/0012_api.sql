CREATE TABLE "api_answers" (
	"org_id" bigint NOT NULL,
	"key_id" bigint NOT NULL,
	"idempotency_key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" text NOT NULL,
	"answered_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_answers_org_id_key_id_idempotency_key_pk" PRIMARY KEY("org_id","key_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"name" text NOT NULL,
	"store_id" bigint,
	"scopes" text[] NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"old_prefix" text,
	"old_hash" text,
	"old_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "api_keys_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "endpoint_messages" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "endpoint_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"endpoint_id" bigint NOT NULL,
	"event_id" bigint,
	"contact_ref" bigint,
	"topic" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"status" integer,
	"answer" text,
	CONSTRAINT "endpoint_messages_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "endpoint_messages_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "endpoints" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "endpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"topics" text[] NOT NULL,
	"position" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"paused_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"trouble" text,
	"failing_since" timestamp with time zone,
	CONSTRAINT "endpoints_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "endpoints_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
ALTER TABLE "api_answers" ADD CONSTRAINT "api_answers_org_id_key_id_api_keys_org_id_id_fk" FOREIGN KEY ("org_id","key_id") REFERENCES "public"."api_keys"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endpoint_messages" ADD CONSTRAINT "endpoint_messages_org_id_endpoint_id_endpoints_org_id_id_fk" FOREIGN KEY ("org_id","endpoint_id") REFERENCES "public"."endpoints"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_answers_age" ON "api_answers" USING btree ("answered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_old_hash" ON "api_keys" USING btree ("old_hash") WHERE old_hash is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "endpoint_messages_once" ON "endpoint_messages" USING btree ("org_id","endpoint_id","event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "endpoint_messages_due" ON "endpoint_messages" USING btree ("next_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "endpoint_messages_newest" ON "endpoint_messages" USING btree ("org_id","endpoint_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "endpoint_messages_of_contact" ON "endpoint_messages" USING btree ("org_id","contact_ref") WHERE contact_ref is not null;--> statement-breakpoint
-- The narrower role, for keys that are bound to one store: all that the tenant's role may, and of that one store only.
do $$
begin
  if not exists (select from pg_roles where rolname = 'clientele_store') then
    create role clientele_store nologin inherit;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;
--> statement-breakpoint
do $$ begin
  grant clientele_tenant to clientele_store;
  execute format('grant clientele_store to %I', current_user);
exception when unique_violation then null;
end $$;
--> statement-breakpoint
-- What says whose a row is: the store, else the contact, else the order. Other tables are the organization's.
create or replace function lock_store_table(name text) returns void language plpgsql as $$
declare
  has text[] := array(select attname::text from pg_attribute where attrelid = name::regclass and attnum > 0 and not attisdropped);
  rule text := case
    when name = 'stores' then 'id = (select nullif(current_setting(''app.store_id'', true), '''')::bigint)'
    when 'store_id' = any(has) then 'store_id = (select nullif(current_setting(''app.store_id'', true), '''')::bigint)'
    when 'contact_id' = any(has) then format('exists (select from contacts c where c.org_id = %1$I.org_id and c.id = %1$I.contact_id)', name)
    when 'order_id' = any(has) then format('exists (select from orders o where o.org_id = %1$I.org_id and o.id = %1$I.order_id)', name)
  end;
begin
  if rule is null then return; end if;
  execute format('create policy one_store on %I as restrictive to clientele_store using (%s) with check (%s)', name, rule, rule);
end
$$;
--> statement-breakpoint
select lock_store_table(table_name::text)
from information_schema.columns
where table_schema = 'public' and column_name = 'org_id'
  and table_name not in ('api_keys', 'api_answers', 'endpoints', 'endpoint_messages')
order by table_name;
--> statement-breakpoint
create or replace function lock_tenant_table(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format(
    'create policy one_organization on %I to clientele_tenant
       using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::bigint))
       with check (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::bigint))', name);
  execute format('grant select, insert, update, delete on %I to clientele_tenant', name);
  perform lock_store_table(name);
end
$$;
--> statement-breakpoint
select lock_tenant_table('api_keys');
--> statement-breakpoint
select lock_tenant_table('api_answers');
--> statement-breakpoint
select lock_tenant_table('endpoints');
--> statement-breakpoint
select lock_tenant_table('endpoint_messages');
