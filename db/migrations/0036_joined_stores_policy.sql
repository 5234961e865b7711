-- What a key that is bound to a store may read of the stores that joined it and what it may write are one rule, as everywhere.
alter policy one_store on stores
  with check ((select nullif(current_setting('app.store_id', true), '')::bigint) in (id, joins_id));
