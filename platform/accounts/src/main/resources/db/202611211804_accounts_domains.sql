-- // Hosts that a tenant has its console under, once it has proven that they are its own.
create table accounts.custom_domain (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  host text not null
    check (length(host) between 4 and 253 and host ~ '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$'),
  -- Stands in the DNS for everybody to see; it proves by where it stands, not by being unknown.
  token text not null check (token ~ '^[0-9A-Za-z]{32}$'),
  verified_at timestamptz,
  checked_at timestamptz,
  -- Since when a verified one's record has been missing.
  missing_since timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, host),
  check (missing_since is null or verified_at is not null)
);
-- Any tenant may claim a host; one at a time can have proven it.
create unique index custom_domain_verified on accounts.custom_domain (host)
  where verified_at is not null;
create index custom_domain_checked on accounts.custom_domain (checked_at)
  where verified_at is not null;
call kernel.scope_to_tenant('accounts.custom_domain');
call kernel.audit('accounts.custom_domain');
grant select, insert (host, token), update (verified_at, checked_at, missing_since), delete
  on accounts.custom_domain to freehold_app;
grant select, update (verified_at, checked_at, missing_since)
  on accounts.custom_domain to freehold_platform;

create policy lookup on accounts.custom_domain for select to freehold_lookup using (true);
grant select (tenant_id, host, verified_at) on accounts.custom_domain to freehold_lookup;

-- Whose login page a host shows, before anybody has logged in.
create function lookup.custom_domain(wanted_host text) returns table (tenant_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select d.tenant_id from accounts.custom_domain d
  join accounts.tenant t on t.tenant_id = d.tenant_id
  where d.host = wanted_host and d.verified_at is not null
    and t.deleted_at is null and t.suspended_at is null
$$;
revoke execute on function lookup.custom_domain(text) from public;
alter function lookup.custom_domain(text) owner to freehold_lookup;
grant execute on function lookup.custom_domain(text) to freehold_app;

-- //@UNDO
drop function lookup.custom_domain(text);
drop table accounts.custom_domain;
