-- A key that is bound to a store also sees what sources tell that joined it: its contacts are theirs.
drop policy one_store on stores;
--> statement-breakpoint
create policy one_store on stores as restrictive to clientele_store
  using ((select nullif(current_setting('app.store_id', true), '')::bigint) in (id, joins_id))
  with check (id = (select nullif(current_setting('app.store_id', true), '')::bigint));
--> statement-breakpoint
do $$
declare
  name text;
  bound text := '(select nullif(current_setting(''app.store_id'', true), '''')::bigint)';
  rule text;
begin
  foreach name in array array['store_customers', 'write_backs', 'store_groups', 'store_group_members'] loop
    rule := format('store_id = %1$s or exists (select from stores s where s.org_id = %2$I.org_id and s.id = %2$I.store_id and s.joins_id = %1$s)', bound, name);
    execute format('drop policy one_store on %I', name);
    execute format('create policy one_store on %I as restrictive to clientele_store using (%s) with check (%s)', name, rule, rule);
  end loop;
end
$$;
