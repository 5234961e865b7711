DROP INDEX "segment_runs_day";--> statement-breakpoint
CREATE UNIQUE INDEX "segment_runs_day" ON "segment_runs" USING btree ("org_id","zone","for_day") WHERE for_day is not null;