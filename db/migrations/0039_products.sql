CREATE TABLE "products" (
	"org_id" bigint NOT NULL,
	"store_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"vendor" text,
	"categories" text[],
	CONSTRAINT "products_org_id_store_id_external_id_pk" PRIMARY KEY("org_id","store_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_org_id_store_id_stores_org_id_id_fk" FOREIGN KEY ("org_id","store_id") REFERENCES "public"."stores"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
select lock_tenant_table('products');
--> statement-breakpoint
-- As in "segment_queue": what a product is follows to all who bought it.
create function note_buyers_of_product() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into segment_queue (org_id, contacts)
  select org_id, array_agg(contact_id) from (
    select d.org_id, b.contact_id, (row_number() over ()) / 1000 as part
    from (select distinct org_id, store_id, external_id from touched) d
    cross join lateral (select distinct o.contact_id from order_items i
      join orders o on o.org_id = d.org_id and o.id = i.order_id and o.store_id = d.store_id
      where i.org_id = d.org_id and i.product_id = d.external_id and o.contact_id is not null offset 0) b) n
  group by org_id, part;
  return null;
end
$$;
--> statement-breakpoint
create trigger noted_in after insert on products referencing new table as touched
  for each statement execute function note_buyers_of_product();
--> statement-breakpoint
create trigger noted_anew after update on products referencing new table as touched
  for each statement execute function note_buyers_of_product();
--> statement-breakpoint
create trigger noted_out after delete on products referencing old table as touched
  for each statement execute function note_buyers_of_product();
