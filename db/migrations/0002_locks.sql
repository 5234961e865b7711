-- The lock below the lock: the role that tenants' work runs under, and the policy that shows it one organization only.
do $$
begin
  if not exists (select from pg_roles where rolname = 'clientele_tenant') then
    create role clientele_tenant nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;
--> statement-breakpoint
do $$ begin execute format('grant clientele_tenant to %I', current_user); end $$;
--> statement-breakpoint
grant usage on schema public to clientele_tenant;
--> statement-breakpoint
-- Every later migration that adds a tenant's table ends with: select lock_tenant_table('its_name');
create or replace function lock_tenant_table(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format(
    'create policy one_organization on %I to clientele_tenant
       using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::bigint))
       with check (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::bigint))', name);
  execute format('grant select, insert, update, delete on %I to clientele_tenant', name);
end
$$;
--> statement-breakpoint
select lock_tenant_table(table_name::text)
from information_schema.columns
where table_schema = 'public' and column_name = 'org_id'
order by table_name;
--> statement-breakpoint
-- An organization may read its own row and rename itself; people are looked up by lib/accounts under the owner's role.
alter table organizations enable row level security;
--> statement-breakpoint
create policy one_organization on organizations to clientele_tenant
  using (id = (select nullif(current_setting('app.org_id', true), '')::bigint));
--> statement-breakpoint
grant select, update on organizations to clientele_tenant;
