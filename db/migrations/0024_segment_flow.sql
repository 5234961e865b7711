CREATE TABLE "segment_days" (
	"org_id" bigint NOT NULL,
	"segment_id" integer NOT NULL,
	"day" date NOT NULL,
	"joined" integer NOT NULL,
	"left" integer NOT NULL,
	CONSTRAINT "segment_days_org_id_segment_id_day_pk" PRIMARY KEY("org_id","segment_id","day")
);
--> statement-breakpoint
ALTER TABLE "segment_days" ADD CONSTRAINT "segment_days_org_id_segment_id_segments_org_id_id_fk" FOREIGN KEY ("org_id","segment_id") REFERENCES "public"."segments"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_trail_of_segment" ON "audit_trail" USING btree ("org_id",("detail" ->> 'segment'),"id") WHERE detail ->> 'segment' is not null;--> statement-breakpoint
ALTER TABLE "segment_runs" DROP COLUMN "looked";--> statement-breakpoint
ALTER TABLE "segments" DROP COLUMN "summary";--> statement-breakpoint
select lock_tenant_table('segment_days');
--> statement-breakpoint
insert into segment_days (org_id, segment_id, day, joined, "left")
select m.org_id, m.segment, (m.at at time zone o.time_zone)::date, sum(m.joined), sum(m."left")
from (
  select org_id, at, unnest(joined) as segment, 1 as joined, 0 as "left" from segment_changes
  union all select org_id, at, unnest("left"), 0, 1 from segment_changes
) m
join organizations o on o.id = m.org_id
join segments g on g.org_id = m.org_id and g.id = m.segment
group by 1, 2, 3;
