CREATE TABLE "privacy_demands" (
	"org_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "privacy_demands_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT public_id() NOT NULL,
	"store_id" bigint NOT NULL,
	"wants" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"who" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"contact_id" bigint,
	"settled_at" timestamp with time zone,
	CONSTRAINT "privacy_demands_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "privacy_demands_public_id_unique" UNIQUE("public_id")
);
--> statement-breakpoint
ALTER TABLE "connect_attempts" ADD COLUMN "draft" text;--> statement-breakpoint
ALTER TABLE "connect_attempts" ADD COLUMN "problem" text;--> statement-breakpoint
CREATE UNIQUE INDEX "privacy_demands_once" ON "privacy_demands" USING btree ("org_id","store_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "privacy_demands_waiting" ON "privacy_demands" USING btree ("org_id","store_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "privacy_demands_open" ON "privacy_demands" USING btree ("org_id","contact_id") WHERE state = 'open';--> statement-breakpoint
select lock_tenant_table('privacy_demands');
