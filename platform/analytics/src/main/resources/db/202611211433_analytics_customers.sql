-- // What the operator knows of its tenants: their weeks, its own targets, and who looked.
create table analytics.customer_week (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  week date not null check (extract(isodow from week) = 1),
  events bigint not null check (events >= 0),
  people bigint not null check (people >= 0),
  requests bigint not null check (requests >= 0),
  tokens bigint not null check (tokens >= 0),
  cost bigint not null check (cost >= 0),
  last_event_at timestamptz,
  computed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, week)
);
comment on column analytics.customer_week.week is 'its Monday, in UTC';
comment on column analytics.customer_week.cost is 'billionths of a US dollar';
-- The operator asks for a week of all tenants.
create index customer_week_week on analytics.customer_week (week);
call kernel.scope_to_tenant('analytics.customer_week');
grant select, insert, update on analytics.customer_week to freehold_app;
grant select on analytics.customer_week to freehold_platform;

create table analytics.customer_target (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  metric text not null check (metric in ('customers', 'people', 'events', 'requests', 'dollars')),
  goal bigint not null check (goal between 1 and 1000000000000),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, metric)
);
create trigger touch before update on analytics.customer_target
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.customer_target');
call kernel.audit('analytics.customer_target');
grant select, insert, update, delete on analytics.customer_target to freehold_app;

-- Looking at other tenants' figures leaves a row, which the audit log keeps.
create table analytics.customer_look (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  page text not null check (length(page) between 1 and 100),
  week date not null,
  looked_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
call kernel.scope_to_tenant('analytics.customer_look');
call kernel.audit('analytics.customer_look');
grant select, insert on analytics.customer_look to freehold_app;

-- //@UNDO
drop table analytics.customer_look;
drop table analytics.customer_target;
drop table analytics.customer_week;
