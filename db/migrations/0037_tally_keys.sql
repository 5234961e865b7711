ALTER TABLE "group_tallies" ADD COLUMN "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "group_tallies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "group_tallies" ADD CONSTRAINT "group_tallies_org_id_id_pk" PRIMARY KEY("org_id","id");
