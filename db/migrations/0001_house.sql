CREATE TABLE "audit_trail" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_trail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb,
	CONSTRAINT "audit_trail_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "invitations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "invitations_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "member_preferences" (
	"org_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"name" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "member_preferences_org_id_user_id_name_pk" PRIMARY KEY("org_id","user_id","name")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"org_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_org_id_user_id_pk" PRIMARY KEY("org_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "user_providers" (
	"user_id" bigint NOT NULL,
	"provider" text NOT NULL,
	"account_id" text NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_providers_provider_account_id_pk" PRIMARY KEY("provider","account_id")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" bigint NOT NULL,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "user_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"email_verified_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "consent_evidence" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "consent_evidence_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"method" text NOT NULL,
	"source" text NOT NULL,
	"evidence" text NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text NOT NULL,
	CONSTRAINT "consent_evidence_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"opted_in_at" timestamp with time zone,
	"opted_out_at" timestamp with time zone,
	"claimed_at" timestamp with time zone,
	"pending_at" timestamp with time zone,
	CONSTRAINT "consents_org_id_contact_id_channel_pk" PRIMARY KEY("org_id","contact_id","channel")
);
--> statement-breakpoint
CREATE TABLE "contact_activity" (
	"org_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"orders" integer DEFAULT 0 NOT NULL,
	"spent" numeric(20, 4) DEFAULT '0' NOT NULL,
	"first_order_at" timestamp with time zone,
	"last_order_at" timestamp with time zone,
	"last_interaction_at" timestamp with time zone,
	CONSTRAINT "contact_activity_org_id_contact_id_pk" PRIMARY KEY("org_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "contact_events" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "contact_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text,
	"order_id" bigint,
	"fact" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "contact_events_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"external_id" text collate "C",
	"email" text collate "C",
	"email_typed" text,
	"phone" text collate "C",
	"phone_key" text collate "C",
	"push_id" text collate "C",
	"first_name" text DEFAULT '' NOT NULL,
	"last_name" text DEFAULT '' NOT NULL,
	"birthday" date,
	"gender" text,
	"language" text,
	"company" text,
	"line1" text,
	"line2" text,
	"city" text,
	"region" text,
	"postcode" text,
	"country" text,
	"source" text NOT NULL,
	"special_tags" text[] DEFAULT '{}' NOT NULL,
	"email_consent" text DEFAULT 'never' NOT NULL,
	"email_consent_at" timestamp with time zone,
	"sms_consent" text DEFAULT 'never' NOT NULL,
	"sms_consent_at" timestamp with time zone,
	"push_consent" text DEFAULT 'never' NOT NULL,
	"push_consent_at" timestamp with time zone,
	"born_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"excluded_at" timestamp with time zone,
	"kept_at" timestamp with time zone,
	"gone_at" timestamp with time zone,
	"search" text collate "C" GENERATED ALWAYS AS (lower((coalesce(email, '') || ' ' || first_name || ' ' || last_name || ' ' || coalesce(phone, '')) collate "default")) STORED,
	CONSTRAINT "contacts_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "suppressions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"address" text collate "C",
	"address_hash" text NOT NULL,
	"reason" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"added_by" text NOT NULL,
	CONSTRAINT "suppressions_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "contact_tags" (
	"org_id" bigint NOT NULL,
	"tag_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_tags_org_id_tag_id_contact_id_pk" PRIMARY KEY("org_id","tag_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "list_members" (
	"org_id" bigint NOT NULL,
	"list_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	"joined_by" text NOT NULL,
	"left_at" timestamp with time zone,
	CONSTRAINT "list_members_org_id_list_id_contact_id_pk" PRIMARY KEY("org_id","list_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "lists_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lists_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "lists_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "tags_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"name" text NOT NULL,
	"colour" text DEFAULT 'grey' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tags_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "tags_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "checkouts" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" bigint,
	"started_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	"abandoned_at" timestamp with time zone,
	"currency" text NOT NULL,
	"total" numeric(20, 4) NOT NULL,
	"items" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"person" jsonb NOT NULL,
	CONSTRAINT "checkouts_org_id_store_id_external_id_pk" PRIMARY KEY("org_id","store_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "order_items" (
	"org_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"product_id" text,
	"variant_id" text,
	"name" text NOT NULL,
	"sku" text,
	"quantity" numeric(14, 3) NOT NULL,
	"total" numeric(20, 4) NOT NULL,
	CONSTRAINT "order_items_org_id_order_id_external_id_pk" PRIMARY KEY("org_id","order_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "orders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"store_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" bigint,
	"number" text NOT NULL,
	"status" text NOT NULL,
	"platform_status" text NOT NULL,
	"currency" text NOT NULL,
	"total" numeric(20, 4) NOT NULL,
	"refunded" numeric(20, 4) DEFAULT '0' NOT NULL,
	"customer_external_id" text,
	"email" text,
	"phone" text,
	"placed_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"digest" text DEFAULT '' NOT NULL,
	"coupons" text[] DEFAULT '{}' NOT NULL,
	"person" jsonb NOT NULL,
	CONSTRAINT "orders_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"org_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"amount" numeric(20, 4) NOT NULL,
	"reason" text,
	"at" timestamp with time zone,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refunds_org_id_order_id_external_id_pk" PRIMARY KEY("org_id","order_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "store_customers" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"contact_id" bigint,
	"updated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"has_bought" boolean DEFAULT false NOT NULL,
	"digest" text DEFAULT '' NOT NULL,
	"person" jsonb NOT NULL,
	CONSTRAINT "store_customers_org_id_store_id_external_id_pk" PRIMARY KEY("org_id","store_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "connect_attempts" (
	"org_id" bigint NOT NULL,
	"state_hash" text NOT NULL,
	"user_id" bigint NOT NULL,
	"platform" text NOT NULL,
	"url" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"store_id" bigint,
	CONSTRAINT "connect_attempts_org_id_state_hash_pk" PRIMARY KEY("org_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "store_webhooks" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"topic" text NOT NULL,
	"external_id" text NOT NULL,
	"status" text NOT NULL,
	"checked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revived_at" timestamp with time zone,
	"revivals" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "store_webhooks_org_id_store_id_topic_pk" PRIMARY KEY("org_id","store_id","topic")
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "stores_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"state" text NOT NULL,
	"credentials" text,
	"webhook_secret" text,
	"selection" text[] DEFAULT '{}' NOT NULL,
	"consent_keys" text[] DEFAULT '{}' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"country" text,
	"version" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_delivery_at" timestamp with time zone,
	"orders_read_until" timestamp with time zone,
	"their_customers" integer,
	"their_orders" integer,
	"counted_at" timestamp with time zone,
	"trouble" text,
	"trouble_since" timestamp with time zone,
	CONSTRAINT "stores_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "stores_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "sync_seen" (
	"org_id" bigint NOT NULL,
	"sync_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	CONSTRAINT "sync_seen_org_id_sync_id_kind_external_id_pk" PRIMARY KEY("org_id","sync_id","kind","external_id")
);
--> statement-breakpoint
CREATE TABLE "syncs" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "syncs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"phase" text DEFAULT 'customers' NOT NULL,
	"cursor" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"progressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"customers_done" integer DEFAULT 0 NOT NULL,
	"customers_total" integer,
	"orders_done" integer DEFAULT 0 NOT NULL,
	"orders_total" integer,
	"orders_begun_at" timestamp with time zone,
	"orders_newest" timestamp with time zone,
	"healed" integer DEFAULT 0 NOT NULL,
	"vanished" integer DEFAULT 0 NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"passed_over" integer DEFAULT 0 NOT NULL,
	"error" text,
	"started_by" text NOT NULL,
	"cancel_asked" boolean DEFAULT false NOT NULL,
	CONSTRAINT "syncs_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "syncs_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"topic" text NOT NULL,
	"object_id" text,
	"dedupe_key" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"settled_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "webhook_deliveries_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_trail" ADD CONSTRAINT "audit_trail_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_preferences" ADD CONSTRAINT "member_preferences_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_preferences" ADD CONSTRAINT "member_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_providers" ADD CONSTRAINT "user_providers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_tokens" ADD CONSTRAINT "user_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_evidence" ADD CONSTRAINT "consent_evidence_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_activity" ADD CONSTRAINT "contact_activity_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_events" ADD CONSTRAINT "contact_events_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_org_id_tag_id_tags_org_id_id_fk" FOREIGN KEY ("org_id","tag_id") REFERENCES "public"."tags"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_org_id_list_id_lists_org_id_id_fk" FOREIGN KEY ("org_id","list_id") REFERENCES "public"."lists"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_members" ADD CONSTRAINT "list_members_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_org_id_order_id_orders_org_id_id_fk" FOREIGN KEY ("org_id","order_id") REFERENCES "public"."orders"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_org_id_order_id_orders_org_id_id_fk" FOREIGN KEY ("org_id","order_id") REFERENCES "public"."orders"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_customers" ADD CONSTRAINT "store_customers_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_customers" ADD CONSTRAINT "store_customers_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_webhooks" ADD CONSTRAINT "store_webhooks_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stores" ADD CONSTRAINT "stores_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_seen" ADD CONSTRAINT "sync_seen_org_id_sync_id_syncs_org_id_id_fk" FOREIGN KEY ("org_id","sync_id") REFERENCES "public"."syncs"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_trail_newest" ON "audit_trail" USING btree ("org_id","at","id");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_providers_user" ON "user_providers" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_sessions_user" ON "user_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "consent_evidence_of_contact" ON "consent_evidence" USING btree ("org_id","contact_id","recorded_at");--> statement-breakpoint
CREATE INDEX "contact_activity_interaction" ON "contact_activity" USING btree ("org_id","last_interaction_at" DESC NULLS LAST,"contact_id");--> statement-breakpoint
CREATE INDEX "contact_activity_spent" ON "contact_activity" USING btree ("org_id","spent" DESC NULLS LAST,"contact_id");--> statement-breakpoint
CREATE INDEX "contact_activity_orders" ON "contact_activity" USING btree ("org_id","orders" DESC NULLS LAST,"contact_id");--> statement-breakpoint
CREATE INDEX "contact_events_newest" ON "contact_events" USING btree ("org_id","contact_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "contact_events_fact" ON "contact_events" USING btree ("org_id","fact") WHERE fact is not null;--> statement-breakpoint
CREATE INDEX "contact_events_order" ON "contact_events" USING btree ("org_id","order_id") WHERE order_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_public" ON "contacts" USING btree ("org_id","public_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_external" ON "contacts" USING btree ("org_id","store_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_email" ON "contacts" USING btree ("org_id","store_id","email") WHERE email is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_phone" ON "contacts" USING btree ("org_id","store_id","phone_key") WHERE phone_key is not null;--> statement-breakpoint
CREATE INDEX "contacts_same_phone" ON "contacts" USING btree ("org_id","store_id","phone") WHERE phone is not null;--> statement-breakpoint
CREATE INDEX "contacts_same_email" ON "contacts" USING btree ("org_id","email") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "contacts_search" ON "contacts" USING gin ("search" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "contacts_newest" ON "contacts" USING btree ("org_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_newest_of_store" ON "contacts" USING btree ("org_id","store_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_newest_of_source" ON "contacts" USING btree ("org_id","source","created_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_by_email" ON "contacts" USING btree ("org_id","email","id") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_by_name" ON "contacts" USING btree ("org_id","last_name","first_name","id") WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "contacts_by_email_consent" ON "contacts" USING btree ("org_id","email_consent","created_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX "suppressions_by_address" ON "suppressions" USING btree ("org_id","channel","address");--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_once" ON "suppressions" USING btree ("org_id","channel","address_hash","reason");--> statement-breakpoint
CREATE INDEX "contact_tags_of_contact" ON "contact_tags" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "list_members_of_contact" ON "list_members" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "lists_name" ON "lists" USING btree ("org_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "tags_name" ON "tags" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "checkouts_of_contact" ON "checkouts" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "order_items_product" ON "order_items" USING btree ("org_id","product_id") WHERE product_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_external" ON "orders" USING btree ("org_id","store_id","external_id");--> statement-breakpoint
CREATE INDEX "orders_of_account" ON "orders" USING btree ("org_id","store_id","customer_external_id") WHERE customer_external_id is not null;--> statement-breakpoint
CREATE INDEX "orders_of_contact" ON "orders" USING btree ("org_id","contact_id","placed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "store_customers_contact" ON "store_customers" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connect_attempts_state" ON "connect_attempts" USING btree ("state_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "stores_one_per_address" ON "stores" USING btree ("org_id","platform","url");--> statement-breakpoint
CREATE INDEX "syncs_of_store" ON "syncs" USING btree ("org_id","store_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "syncs_one_at_a_time" ON "syncs" USING btree ("org_id","store_id") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("org_id","store_id","dedupe_key");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_public" ON "webhook_deliveries" USING btree ("org_id","public_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_waiting" ON "webhook_deliveries" USING btree ("org_id","store_id","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_newest" ON "webhook_deliveries" USING btree ("org_id","store_id","received_at" DESC NULLS LAST);