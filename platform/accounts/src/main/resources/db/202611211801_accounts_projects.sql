-- // Projects: containers inside a tenant, which keys can be bound to.
create table accounts.project (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 255),
  description text not null default '' check (length(description) <= 1000),
  settings jsonb not null default '{}'
    check (jsonb_typeof(settings) = 'object' and octet_length(settings::text) <= 65536),
  per_second bigint check (per_second between 1 and 1000000000),
  per_minute bigint check (per_minute between 1 and 1000000000),
  per_hour bigint check (per_hour between 1 and 1000000000),
  per_day bigint check (per_day between 1 and 1000000000),
  max_keys integer check (max_keys between 1 and 10000),
  paused_at timestamptz,
  archived_at timestamptz,
  state text not null generated always as (
    case
      when archived_at is not null then 'archived'
      when paused_at is not null then 'paused'
      else 'active'
    end) stored,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  -- An archived project comes back under its slug, so nobody else may have it meanwhile.
  unique (tenant_id, slug),
  check (archived_at is null or paused_at is not null)
);
comment on table accounts.project is 'numbers are the most requests of its keys; null is no limit';
create trigger touch before update on accounts.project
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.project');
call kernel.limit_to_project('accounts.project', 'id');
call kernel.audit('accounts.project');
grant select, insert, update (
    slug, name, description, settings, per_second, per_minute, per_hour, per_day, max_keys,
    paused_at, archived_at)
  on accounts.project to freehold_app;

-- How many projects a plan is good for, archived ones not counted; null is no limit.
alter table accounts.plan add column max_projects integer check (max_projects between 1 and 100000);
-- The owner is bound by the policies as well, and none of them is for it.
alter table accounts.plan no force row level security;
update accounts.plan set max_projects = case name when 'free' then 3 when 'standard' then 100 end;
alter table accounts.plan force row level security;

-- Set when the key is made and never after: the application may not update the column.
alter table accounts.api_key
  add column project_id uuid,
  add foreign key (tenant_id, project_id) references accounts.project (tenant_id, id),
  add constraint api_key_project_is_live check (mode = 'live' or project_id is null);
create index api_key_project on accounts.api_key (tenant_id, project_id);
call kernel.limit_to_project('accounts.api_key', 'project_id');
call kernel.limit_to_project_of('accounts.api_key_use', 'key_id', 'accounts.api_key');
call kernel.limit_to_project_of('accounts.key_limit', 'key_id', 'accounts.api_key');

create trigger access_changed after update of paused_at, archived_at on accounts.project
  for each row execute function accounts.tell_access_changed('id');

create policy lookup on accounts.project for select to freehold_lookup using (true);
grant select (tenant_id, id, state, per_second, per_minute, per_hour, per_day)
  on accounts.project to freehold_lookup;
grant select (project_id) on accounts.api_key to freehold_lookup;

-- //@UNDO
drop policy project on accounts.key_limit;
drop policy project on accounts.api_key_use;
drop policy project on accounts.api_key;
revoke select (project_id) on accounts.api_key from freehold_lookup;
alter table accounts.api_key
  drop constraint api_key_project_is_live,
  drop column project_id;
alter table accounts.plan drop column max_projects;
drop table accounts.project;
