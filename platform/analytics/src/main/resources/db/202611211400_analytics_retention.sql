-- // For how long a tenant keeps each stream of events, where that is shorter than declared.
create schema analytics;
grant usage on schema analytics to freehold_app, freehold_platform;

create table analytics.retention (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  stream text not null check (stream ~ '^[a-z][a-z0-9_]{0,62}$'),
  raw_days integer check (raw_days between 1 and 36500),
  minute_days integer check (minute_days between 1 and 36500),
  hour_days integer check (hour_days between 1 and 36500),
  day_days integer check (day_days between 1 and 36500),
  month_days integer check (month_days between 1 and 36500),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, stream)
);
comment on table analytics.retention is 'null days: as the stream declares';
create trigger touch before update on analytics.retention for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.retention');
call kernel.audit('analytics.retention');
grant select, insert, update, delete on analytics.retention to freehold_app;
grant select on analytics.retention to freehold_platform;

-- //@UNDO
drop table analytics.retention;
drop schema analytics;
