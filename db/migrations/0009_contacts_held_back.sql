CREATE INDEX "contacts_by_sms_consent" ON "contacts" USING btree ("org_id","sms_consent") WHERE sms_consent <> 'never';--> statement-breakpoint
CREATE INDEX "contacts_by_push_consent" ON "contacts" USING btree ("org_id","push_consent") WHERE push_consent <> 'never';--> statement-breakpoint
CREATE INDEX "contacts_disabled" ON "contacts" USING btree ("org_id") WHERE disabled_at is not null;--> statement-breakpoint
CREATE INDEX "contacts_excluded" ON "contacts" USING btree ("org_id") WHERE excluded_at is not null;