-- // Tenants as the operator handles them: suspended with a reason, removed after a grace time.
alter table accounts.tenant
  add column suspended_reason text check (length(suspended_reason) between 1 and 500);

-- The tenant is gone in the end; what is left of it is this row, and what the audit log of no
-- tenant says of this row. So its id is not called tenant_id.
create table accounts.tenant_removal (
  id uuid primary key,
  slug text not null,
  name text not null,
  reason text not null check (length(reason) between 1 and 500),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  erase_after timestamptz not null,
  -- From then on nothing of the tenant is served, and nothing leads back.
  began_at timestamptz,
  sandbox_id uuid,
  erased_at timestamptz,
  rows_erased bigint not null default 0
);
create index tenant_removal_open on accounts.tenant_removal (erase_after) where erased_at is null;
call kernel.audit('accounts.tenant_removal');
grant select, insert, update, delete on accounts.tenant_removal to freehold_platform;
grant select (id, sandbox_id, began_at, erased_at) on accounts.tenant_removal to freehold_lookup;
-- How things stand with a tenant is asked across all of them.
grant select (revoked_at, expires_at) on accounts.api_key to freehold_platform;
create index job_failed on kernel.job (tenant_id, finished_at) where state = 'failed';

create or replace function lookup.is_held(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from accounts.tenant t
    join accounts.tenant home on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
    where t.tenant_id = wanted_tenant and home.suspended_at is not null
      and home.deleted_at is null and t.deleted_at is null)
$$;

create or replace function lookup.is_to_be_erased(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from accounts.tenant_removal r
    where r.began_at is not null
      and (r.erased_at is null or r.erased_at > now() - interval '1 hour')
      and wanted_tenant in (r.id, r.sandbox_id))
$$;

-- Whoever holds the secret is told why it opens nothing; nobody else is told anything.
create function lookup.is_of_suspended(wanted_public_id text, wanted_hash bytea) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
      select from accounts.api_key k
      join accounts.tenant t on t.tenant_id = k.tenant_id
      where k.public_id = wanted_public_id and k.secret_hash = wanted_hash
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        and t.suspended_at is not null and t.deleted_at is null)
    or exists (
      select from accounts.session s
      join accounts.user_account u
        on u.id = s.user_id and u.deleted_at is null and u.suspended_at is null
      join accounts.tenant t on t.tenant_id = s.tenant_id
      join accounts.tenant home
        on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
        and home.deleted_at is null and home.suspended_at is not null
      join accounts.member m
        on m.tenant_id = home.tenant_id and m.user_id = s.user_id and m.status = 'active'
      where s.token_hash = wanted_hash and s.stage = 'full'
        and least(s.expires_at, s.access_expires_at) > now())
$$;
revoke execute on function lookup.is_of_suspended(text, bytea) from public;
alter function lookup.is_of_suspended(text, bytea) owner to freehold_lookup;
grant execute on function lookup.is_of_suspended(text, bytea) to freehold_app;

-- //@UNDO
drop function lookup.is_of_suspended(text, bytea);
create or replace function lookup.is_to_be_erased(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select false $$;
create or replace function lookup.is_held(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select false $$;
drop index kernel.job_failed;
revoke select (revoked_at, expires_at) on accounts.api_key from freehold_platform;
drop table accounts.tenant_removal;
alter table accounts.tenant drop column suspended_reason;
