select lock_tenant_table(name)
from unnest(array['bulk_actions', 'bulk_changes', 'bulk_files', 'form_signups', 'forms', 'saved_views', 'write_backs']) as name;
