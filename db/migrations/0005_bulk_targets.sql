CREATE TABLE "bulk_targets" (
	"org_id" bigint NOT NULL,
	"bulk_id" bigint NOT NULL,
	"part" integer NOT NULL,
	"ids" bigint[] NOT NULL,
	CONSTRAINT "bulk_targets_org_id_bulk_id_part_pk" PRIMARY KEY("org_id","bulk_id","part")
);
--> statement-breakpoint
ALTER TABLE "bulk_changes" DROP CONSTRAINT "bulk_changes_org_id_bulk_id_bulk_actions_org_id_id_fk";
--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD COLUMN "undo_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD COLUMN "undo_asked_by" text;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD COLUMN "undo_cursor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD COLUMN "undo_seen" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_actions" ADD COLUMN "undone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_changes" ADD COLUMN "undone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bulk_targets" ADD CONSTRAINT "bulk_targets_org_id_bulk_id_bulk_actions_org_id_id_fk" FOREIGN KEY ("org_id","bulk_id") REFERENCES "public"."bulk_actions"("org_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
select lock_tenant_table('bulk_targets');
