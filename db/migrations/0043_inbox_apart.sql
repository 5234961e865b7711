CREATE TABLE "webhook_outcomes" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"id" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"settled_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reason" text,
	CONSTRAINT "webhook_outcomes_org_id_store_id_id_pk" PRIMARY KEY("org_id","store_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_waiting" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"id" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"bytes" integer NOT NULL,
	CONSTRAINT "webhook_waiting_org_id_store_id_id_pk" PRIMARY KEY("org_id","store_id","id")
);
--> statement-breakpoint
select lock_tenant_table('webhook_outcomes');
--> statement-breakpoint
select lock_tenant_table('webhook_waiting');
--> statement-breakpoint
insert into webhook_waiting (org_id, store_id, id, attempts, bytes)
select org_id, store_id, id, attempts, octet_length(body) from webhook_deliveries where state = 'waiting';
--> statement-breakpoint
insert into webhook_outcomes (org_id, store_id, id, attempts, state, settled_at, reason)
select org_id, store_id, id, attempts, state, coalesce(settled_at, received_at), reason
from webhook_deliveries where state <> 'waiting';
--> statement-breakpoint
DROP INDEX "webhook_deliveries_waiting";--> statement-breakpoint
DROP INDEX "webhook_deliveries_failed";--> statement-breakpoint
CREATE INDEX "webhook_outcomes_failed" ON "webhook_outcomes" USING btree ("org_id","store_id","id") WHERE state = 'failed';--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP COLUMN "state";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP COLUMN "attempts";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP COLUMN "settled_at";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP COLUMN "reason";
