-- // Outbox, jobs, the scheduler's table, and remembered answers.
create table kernel.outbox (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  type text not null check (length(type) between 1 and 100),
  payload jsonb not null,
  request_id text not null default coalesce(nullif(current_setting('freehold.request', true), ''), 'none'),
  created_at timestamptz not null default now(),
  published_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- The dispatcher asks across tenants, oldest first.
create index outbox_due on kernel.outbox (next_attempt_at, id) where published_at is null;
call kernel.scope_to_tenant('kernel.outbox');
grant insert on kernel.outbox to freehold_app;
grant select, insert, update, delete on kernel.outbox to freehold_platform;

create table kernel.job (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  kind text not null check (length(kind) between 1 and 100),
  payload jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
  attempts int not null default 0,
  result jsonb,
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
);
call kernel.scope_to_tenant('kernel.job');
-- What a job is about may name a person who is to be forgotten.
call kernel.audit('kernel.job', 'payload', 'result');
grant select, insert, update on kernel.job to freehold_app;
grant select, delete on kernel.job to freehold_platform;

-- The table of db-scheduler. It spans tenants, so the application role cannot touch it:
-- it enqueues through kernel.schedule_job, which takes the tenant from the transaction.
create table kernel.scheduled_task (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_task_due on kernel.scheduled_task (execution_time);
create index scheduled_task_heartbeat on kernel.scheduled_task (last_heartbeat);
grant select, insert, update, delete on kernel.scheduled_task to freehold_platform;

create function kernel.schedule_job(job_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into kernel.scheduled_task (task_name, task_instance, execution_time, picked, version)
  values ('job', kernel.current_tenant()::text || '/' || job_id::text, now(), false, 1)
$$;
revoke execute on function kernel.schedule_job(uuid) from public;
grant execute on function kernel.schedule_job(uuid) to freehold_app;

create table kernel.idempotent_answer (
  tenant_id uuid not null default kernel.current_tenant(),
  id bytea not null check (length(id) = 32),
  request_hash bytea not null check (length(request_hash) = 32),
  status smallint not null,
  body bytea,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
comment on column kernel.idempotent_answer.id is 'SHA-256 of the Idempotency-Key';
comment on column kernel.idempotent_answer.body is 'the JSON answer, encrypted: it may hold a secret that is shown once';
create index idempotent_answer_age on kernel.idempotent_answer (tenant_id, created_at);
call kernel.scope_to_tenant('kernel.idempotent_answer');
grant select, insert, update (body) on kernel.idempotent_answer to freehold_app;
grant select, delete on kernel.idempotent_answer to freehold_platform;

-- //@UNDO
drop table kernel.idempotent_answer;
drop function kernel.schedule_job(uuid);
drop table kernel.scheduled_task;
drop table kernel.job;
drop table kernel.outbox;
