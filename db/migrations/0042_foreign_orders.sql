ALTER TABLE "contact_activity" ADD COLUMN "foreign_orders" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
update contact_activity a set foreign_orders = o.n
from (
  select o.org_id, o.contact_id, count(*) as n from orders o
  join contacts c on c.org_id = o.org_id and c.id = o.contact_id
  join stores s on s.org_id = c.org_id and s.id = c.store_id
  where o.ended_at is null and o.status in ('placed', 'refunded') and o.currency <> s.currency
  group by 1, 2
) o where a.org_id = o.org_id and a.contact_id = o.contact_id;
