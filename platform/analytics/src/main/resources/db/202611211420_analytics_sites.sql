-- // Sites whose pages send events, and the secrets that tell their visitors of one day apart.
create table analytics.site (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  site_key text not null check (site_key ~ '^[0-9A-Za-z]{16}$'),
  name text not null check (length(name) between 1 and 255),
  origins text[] not null check (cardinality(origins) between 1 and 20),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, site_key)
);
create index site_by_key on analytics.site (site_key);
create trigger touch before update on analytics.site for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.site');
call kernel.audit('analytics.site');
grant select, insert, update on analytics.site to freehold_app;

-- Before the tenant is known: whose site a key names, and from where it may be used.
grant usage on schema analytics to freehold_lookup;
create policy lookup on analytics.site for select to freehold_lookup using (true);
grant select (tenant_id, id, site_key, origins, archived_at) on analytics.site to freehold_lookup;

create function lookup.site(wanted_key text)
returns table (tenant_id uuid, id uuid, origins text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.id, s.origins
  from analytics.site s
  where s.site_key = wanted_key and s.archived_at is null
$$;
revoke execute on function lookup.site(text) from public;
alter function lookup.site(text) owner to freehold_lookup;
grant execute on function lookup.site(text) to freehold_app;

-- One secret a day for all tenants; the tenant is part of what it is hashed with. When it is gone,
-- nobody can tell whether two visits of different days were one person's.
create table analytics.visitor_salt (
  day date primary key,
  salt bytea not null check (length(salt) between 32 and 200),
  created_at timestamptz not null default now()
);
comment on column analytics.visitor_salt.salt is 'encrypted';
grant select, insert, delete on analytics.visitor_salt to freehold_platform;

-- //@UNDO
drop table analytics.visitor_salt;
drop function lookup.site(text);
drop table analytics.site;
revoke usage on schema analytics from freehold_lookup;
