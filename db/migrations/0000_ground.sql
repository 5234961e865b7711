-- What the tables stand on: trigrams for search, and ids that are shown outside (uuid version 7, also before PostgreSQL 18).
create extension if not exists pg_trgm;
--> statement-breakpoint
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create or replace function public_id() returns uuid language sql volatile parallel safe as 'select uuidv7()';
  else
    create or replace function public_id() returns uuid language sql volatile parallel safe as $f$
      select encode(
        set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
          52, 1), 53, 1), 'hex')::uuid
    $f$;
  end if;
end
$$;
