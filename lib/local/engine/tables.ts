/**
 * The engine's own tables. Payloads are `json`, not `jsonb`: what an app sends comes back byte for byte, NUL included.
 */

export const tables = `
create schema if not exists engine;
create table if not exists engine.functions (
  id text primary key,
  config json not null,
  active boolean not null default true,
  registered_at timestamptz not null default now()
);
create table if not exists engine.events (
  id text primary key,
  seq bigint generated always as identity,
  event_id text not null,
  name text not null,
  body json not null,
  received_at timestamptz not null default now(),
  tries int not null default 0,
  handled_at timestamptz
);
create index if not exists events_event_id on engine.events (event_id, received_at);
create index if not exists events_received on engine.events (received_at);
create index if not exists events_waiting on engine.events (seq) where handled_at is null;
create table if not exists engine.runs (
  id text primary key,
  function_id text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  event_id text not null,
  event_name text not null,
  events json not null,
  output json,
  error json,
  singleton_key text,
  parent_run text,
  parent_step text,
  sdk_version int not null default -1,
  priority int not null default 0,
  attempt int not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz
);
create index if not exists runs_created on engine.runs (created_at desc, id desc);
create index if not exists runs_function on engine.runs (function_id, created_at desc);
create index if not exists runs_event on engine.runs (event_id);
create index if not exists runs_ended on engine.runs (ended_at);
create index if not exists runs_active on engine.runs (function_id, singleton_key) where status in ('queued', 'running');
create table if not exists engine.steps (
  run_id text not null references engine.runs on delete cascade,
  id text not null,
  name text not null,
  op text not null,
  state text not null check (state in ('pending', 'retrying', 'completed', 'failed', 'cancelled')),
  eager boolean not null default false,
  position int,
  value json,
  error json,
  attempts int not null default 0,
  due_at timestamptz,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (run_id, id)
);
create table if not exists engine.waits (
  run_id text not null,
  step_id text not null,
  event_name text not null,
  expression text,
  primary key (run_id, step_id),
  foreign key (run_id, step_id) references engine.steps on delete cascade
);
create index if not exists waits_event on engine.waits (event_name);
create table if not exists engine.calls (
  id uuid primary key default gen_random_uuid(),
  run_id text not null references engine.runs on delete cascade,
  step_id text not null,
  state text not null default 'queued' check (state in ('queued', 'parked', 'running')),
  attempt int not null default 0,
  generation int not null default 0,
  request_id text,
  lost int not null default 0,
  again boolean not null default false,
  parked_on text,
  priority int not null default 0,
  due_at timestamptz not null default now(),
  unique (run_id, step_id)
);
create index if not exists calls_parked on engine.calls (parked_on, priority desc, due_at, id) where state = 'parked';
create index if not exists calls_due on engine.calls (due_at) where state = 'queued';
create table if not exists engine.marks (
  function_id text not null,
  kind text not null,
  key text not null,
  at timestamptz not null default now()
);
create index if not exists marks_key on engine.marks (function_id, kind, key, at);
create index if not exists marks_at on engine.marks (at);
create table if not exists engine.throttles (
  function_id text not null,
  key text not null,
  next_at timestamptz not null,
  primary key (function_id, key)
);
create table if not exists engine.debounces (
  function_id text not null,
  key text not null,
  event json not null,
  due_at timestamptz not null,
  latest_at timestamptz,
  primary key (function_id, key)
);
create table if not exists engine.batches (
  id text primary key,
  function_id text not null,
  key text not null,
  size int not null,
  events json not null,
  unique (function_id, key)
);
create table if not exists engine.crons (
  function_id text not null,
  cron text not null,
  next_at timestamptz not null,
  primary key (function_id, cron)
);
`;
