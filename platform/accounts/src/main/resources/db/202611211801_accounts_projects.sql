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

-- The key of a project that is paused is found all the same, so that it is told why it is refused.
drop function lookup.api_key(text, bytea);
create function lookup.api_key(wanted_public_id text, wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, id uuid, name text, scopes text[], partial text[],
  expires_at timestamptz, allowed_addresses text[], project_id uuid, project_state text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select
    case k.mode when 'test' then sandbox.tenant_id else t.tenant_id end,
    t.tenant_id, k.id, k.name, k.scopes,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = k.tenant_id and g.subject_id = k.id and k.mode = 'live'),
    k.expires_at, k.allowed_addresses, k.project_id, p.state
  from accounts.api_key k
  join accounts.tenant t on t.tenant_id = k.tenant_id
  left join accounts.tenant sandbox on sandbox.sandbox_of = k.tenant_id and k.mode = 'test'
  left join accounts.project p on p.tenant_id = k.tenant_id and p.id = k.project_id
  where k.public_id = wanted_public_id
    and k.secret_hash = wanted_hash
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now())
    and t.deleted_at is null
    and t.suspended_at is null
    and (k.mode = 'live' or sandbox.deleted_at is null and sandbox.tenant_id is not null)
$$;
revoke execute on function lookup.api_key(text, bytea) from public;
alter function lookup.api_key(text, bytea) owner to freehold_lookup;
grant execute on function lookup.api_key(text, bytea) to freehold_app;

drop function lookup.limits(uuid, uuid, text);
create function lookup.limits(wanted_tenant uuid, wanted_key uuid, standard_plan text)
returns table (
  home uuid, plan text,
  tenant_per_second bigint, tenant_per_minute bigint, tenant_per_hour bigint, tenant_per_day bigint,
  project uuid,
  project_per_second bigint, project_per_minute bigint, project_per_hour bigint,
  project_per_day bigint,
  key_per_second bigint, key_per_minute bigint, key_per_hour bigint, key_per_day bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(t.sandbox_of, t.tenant_id), p.name,
    coalesce(l.per_second, p.per_second), coalesce(l.per_minute, p.per_minute),
    coalesce(l.per_hour, p.per_hour), coalesce(l.per_day, p.per_day),
    project.id, project.per_second, project.per_minute, project.per_hour, project.per_day,
    k.per_second, k.per_minute, k.per_hour, k.per_day
  from accounts.tenant t
  left join accounts.tenant_limit l on l.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
  left join accounts.key_limit k
    on k.tenant_id = coalesce(t.sandbox_of, t.tenant_id) and k.key_id = wanted_key
  left join accounts.api_key key
    on key.tenant_id = coalesce(t.sandbox_of, t.tenant_id) and key.id = wanted_key
  left join accounts.project project
    on project.tenant_id = key.tenant_id and project.id = key.project_id
  join accounts.plan p on p.name = coalesce(l.plan, standard_plan)
  where t.tenant_id = wanted_tenant
$$;
revoke execute on function lookup.limits(uuid, uuid, text) from public;
alter function lookup.limits(uuid, uuid, text) owner to freehold_lookup;
grant execute on function lookup.limits(uuid, uuid, text) to freehold_app;

-- //@UNDO
-- Without their project these keys would reach the whole tenant.
update accounts.api_key
set revoked_at = now(), revoked_reason = 'The projects were taken away'
where project_id is not null and revoked_at is null;
drop function lookup.limits(uuid, uuid, text);
drop function lookup.api_key(text, bytea);

create function lookup.api_key(wanted_public_id text, wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, id uuid, name text, scopes text[], partial text[],
  expires_at timestamptz, allowed_addresses text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select
    case k.mode when 'test' then sandbox.tenant_id else t.tenant_id end,
    t.tenant_id, k.id, k.name, k.scopes,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = k.tenant_id and g.subject_id = k.id and k.mode = 'live'),
    k.expires_at, k.allowed_addresses
  from accounts.api_key k
  join accounts.tenant t on t.tenant_id = k.tenant_id
  left join accounts.tenant sandbox on sandbox.sandbox_of = k.tenant_id and k.mode = 'test'
  where k.public_id = wanted_public_id
    and k.secret_hash = wanted_hash
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now())
    and t.deleted_at is null
    and t.suspended_at is null
    and (k.mode = 'live' or sandbox.deleted_at is null and sandbox.tenant_id is not null)
$$;
revoke execute on function lookup.api_key(text, bytea) from public;
alter function lookup.api_key(text, bytea) owner to freehold_lookup;
grant execute on function lookup.api_key(text, bytea) to freehold_app;

create function lookup.limits(wanted_tenant uuid, wanted_key uuid, standard_plan text)
returns table (
  home uuid, plan text,
  tenant_per_second bigint, tenant_per_minute bigint, tenant_per_hour bigint, tenant_per_day bigint,
  key_per_second bigint, key_per_minute bigint, key_per_hour bigint, key_per_day bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(t.sandbox_of, t.tenant_id), p.name,
    coalesce(l.per_second, p.per_second), coalesce(l.per_minute, p.per_minute),
    coalesce(l.per_hour, p.per_hour), coalesce(l.per_day, p.per_day),
    k.per_second, k.per_minute, k.per_hour, k.per_day
  from accounts.tenant t
  left join accounts.tenant_limit l on l.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
  left join accounts.key_limit k
    on k.tenant_id = coalesce(t.sandbox_of, t.tenant_id) and k.key_id = wanted_key
  join accounts.plan p on p.name = coalesce(l.plan, standard_plan)
  where t.tenant_id = wanted_tenant
$$;
revoke execute on function lookup.limits(uuid, uuid, text) from public;
alter function lookup.limits(uuid, uuid, text) owner to freehold_lookup;
grant execute on function lookup.limits(uuid, uuid, text) to freehold_app;

drop policy project on accounts.key_limit;
drop policy project on accounts.api_key_use;
drop policy project on accounts.api_key;
revoke select (project_id) on accounts.api_key from freehold_lookup;
alter table accounts.api_key
  drop constraint api_key_project_is_live,
  drop column project_id;
alter table accounts.plan drop column max_projects;
drop table accounts.project;
