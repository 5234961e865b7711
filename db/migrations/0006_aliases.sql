CREATE TABLE "contact_aliases" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"address" text collate "C" NOT NULL,
	"contact_id" bigint NOT NULL,
	CONSTRAINT "contact_aliases_org_id_store_id_address_pk" PRIMARY KEY("org_id","store_id","address")
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact_aliases" ADD CONSTRAINT "contact_aliases_org_id_contact_id_contacts_org_id_id_fk" FOREIGN KEY ("org_id","contact_id") REFERENCES "public"."contacts"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_aliases_of_contact" ON "contact_aliases" USING btree ("org_id","contact_id");--> statement-breakpoint
CREATE INDEX "suppressions_erased" ON "suppressions" USING btree ("org_id","address_hash") WHERE reason = 'erased';
--> statement-breakpoint
select lock_tenant_table('contact_aliases');
--> statement-breakpoint
-- Lets one at a time decide who is who in a store, and then tells whether the organization ever erased anybody: asked
-- in the function, because the statement's own snapshot is older than the wait.
create function hold_store(org bigint, store bigint) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(org::int, store::int);
  return exists (select from suppressions where org_id = org and reason = 'erased');
end
$$;
