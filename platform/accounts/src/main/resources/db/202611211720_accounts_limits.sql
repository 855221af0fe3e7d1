-- // How many requests plans, tenants and keys are good for.
create table accounts.plan (
  name text primary key check (name ~ '^[a-z][a-z0-9_-]{0,39}$'),
  per_second bigint check (per_second between 1 and 1000000000),
  per_minute bigint check (per_minute between 1 and 1000000000),
  per_hour bigint check (per_hour between 1 and 1000000000),
  per_day bigint check (per_day between 1 and 1000000000)
);
comment on table accounts.plan is 'requests a tenant may send; null is no limit';
insert into accounts.plan (name, per_second, per_minute, per_hour, per_day) values
  ('free', 10, 300, 5000, 50000),
  ('standard', 5000, 150000, 3000000, 30000000),
  ('unmetered', null, null, null, null);

-- Of no tenant: every one may read the catalogue, only the operator writes it.
alter table accounts.plan enable row level security;
alter table accounts.plan force row level security;
create policy catalogue on accounts.plan for select to freehold_app using (true);
create policy platform on accounts.plan to freehold_platform using (true) with check (true);
grant select on accounts.plan to freehold_app;
grant select, insert, update on accounts.plan to freehold_platform;

-- A tenant without a row has the plan that the installation's settings name.
create table accounts.tenant_limit (
  tenant_id uuid primary key default kernel.current_tenant() references accounts.tenant (tenant_id),
  plan text not null references accounts.plan (name),
  per_second bigint check (per_second between 1 and 1000000000),
  per_minute bigint check (per_minute between 1 and 1000000000),
  per_hour bigint check (per_hour between 1 and 1000000000),
  per_day bigint check (per_day between 1 and 1000000000),
  reason text not null check (length(reason) between 1 and 500),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table accounts.tenant_limit is 'numbers stand in the place of the plan''s';
create trigger touch before update on accounts.tenant_limit
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.tenant_limit');
call kernel.audit('accounts.tenant_limit');
grant select on accounts.tenant_limit to freehold_app;
grant select, insert, update, delete on accounts.tenant_limit to freehold_platform;

-- What its maker gave a key, beside the limits of the tenant that it counts against as well.
create table accounts.key_limit (
  tenant_id uuid not null default kernel.current_tenant(),
  key_id uuid not null,
  per_second bigint check (per_second between 1 and 1000000000),
  per_minute bigint check (per_minute between 1 and 1000000000),
  per_hour bigint check (per_hour between 1 and 1000000000),
  per_day bigint check (per_day between 1 and 1000000000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, key_id),
  foreign key (tenant_id, key_id) references accounts.api_key (tenant_id, id) on delete cascade,
  check (coalesce(per_second, per_minute, per_hour, per_day) is not null)
);
call kernel.scope_to_tenant('accounts.key_limit');
call kernel.audit('accounts.key_limit');
grant select, insert, update, delete on accounts.key_limit to freehold_app;

-- Before it is known whose plan it is: a sandbox has that of the tenant it belongs to, and its keys
-- are that tenant's. The least is returned: numbers, and the plan's name.
create policy lookup on accounts.plan for select to freehold_lookup using (true);
create policy lookup on accounts.tenant_limit for select to freehold_lookup using (true);
create policy lookup on accounts.key_limit for select to freehold_lookup using (true);
grant select (name, per_second, per_minute, per_hour, per_day) on accounts.plan to freehold_lookup;
grant select (tenant_id, plan, per_second, per_minute, per_hour, per_day)
  on accounts.tenant_limit to freehold_lookup;
grant select (tenant_id, key_id, per_second, per_minute, per_hour, per_day)
  on accounts.key_limit to freehold_lookup;

-- //@UNDO
drop table accounts.key_limit;
drop table accounts.tenant_limit;
drop table accounts.plan;
