-- // Roles that a tenant makes itself.
create table accounts.custom_role (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  description text not null default '' check (length(description) <= 1000),
  permissions text[] not null check (cardinality(permissions) <= 200),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index custom_role_name on accounts.custom_role (tenant_id, lower(name));
create trigger touch before update on accounts.custom_role
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.custom_role');
call kernel.audit('accounts.custom_role');
grant select, insert, update (name, description, permissions), delete
  on accounts.custom_role to freehold_app;

alter table accounts.member drop constraint member_role_check;
alter table accounts.member
  add constraint member_role_check
    check (role in ('owner', 'admin', 'manager', 'member', 'viewer', 'custom')),
  add column custom_role_id uuid,
  add foreign key (tenant_id, custom_role_id) references accounts.custom_role (tenant_id, id),
  add constraint member_custom_role check ((role = 'custom') = (custom_role_id is not null));
create index member_custom_role on accounts.member (tenant_id, custom_role_id);
grant update (custom_role_id) on accounts.member to freehold_app;

create trigger access_changed after update of permissions on accounts.custom_role
  for each row execute function accounts.tell_access_changed('tenant_id');
create trigger access_changed after update or delete on kernel.access_grant
  for each row execute function accounts.tell_access_changed('subject_id');
-- Only a new grant makes somebody see more; what is remembered of them is too little then.
create function accounts.tell_access_granted() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('freehold_access', new.subject_id::text);
  return null;
end
$$;
create trigger access_granted after insert on kernel.access_grant
  for each row execute function accounts.tell_access_granted();

-- Grants end with whom they were given to.
create function accounts.end_grants() returns trigger
language plpgsql
as $$
begin
  delete from kernel.access_grant
  where tenant_id = old.tenant_id
    and subject_id = (to_jsonb(old) ->> tg_argv[0])::uuid;
  return null;
end
$$;
create trigger end_grants after delete on accounts.member
  for each row execute function accounts.end_grants('user_id');

create policy lookup on accounts.custom_role for select to freehold_lookup using (true);
grant select (tenant_id, id, permissions) on accounts.custom_role to freehold_lookup;
grant select (custom_role_id) on accounts.member to freehold_lookup;
grant usage on schema kernel to freehold_lookup;

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

drop function lookup.session(bytea);
create function lookup.session(wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, user_id uuid, name text, role text, permissions text[],
  partial text[], operator boolean, expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, home.tenant_id, s.user_id, u.name, m.role, r.permissions,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = s.tenant_id and g.subject_id = s.user_id),
    u.operator and home.operator and t.sandbox_of is null and m.role = 'owner', s.expires_at
  from accounts.session s
  join accounts.user_account u
    on u.id = s.user_id and u.deleted_at is null and u.suspended_at is null
  join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null
  join accounts.tenant home
    on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
    and home.deleted_at is null and home.suspended_at is null
  join accounts.member m
    on m.tenant_id = home.tenant_id and m.user_id = s.user_id and m.status = 'active'
  left join accounts.custom_role r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
  where s.token_hash = wanted_hash and s.expires_at > now()
$$;
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;

-- //@UNDO
drop function lookup.session(bytea);
create function lookup.session(wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, user_id uuid, name text, role text, operator boolean,
  expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, home.tenant_id, s.user_id, u.name, m.role,
    u.operator and home.operator and t.sandbox_of is null and m.role = 'owner', s.expires_at
  from accounts.session s
  join accounts.user_account u
    on u.id = s.user_id and u.deleted_at is null and u.suspended_at is null
  join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null
  join accounts.tenant home
    on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
    and home.deleted_at is null and home.suspended_at is null
  join accounts.member m
    on m.tenant_id = home.tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.token_hash = wanted_hash and s.expires_at > now()
$$;
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;

drop function lookup.api_key(text, bytea);
create function lookup.api_key(wanted_public_id text, wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, id uuid, name text, scopes text[], expires_at timestamptz,
  allowed_addresses text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select
    case k.mode when 'test' then sandbox.tenant_id else t.tenant_id end,
    t.tenant_id, k.id, k.name, k.scopes, k.expires_at, k.allowed_addresses
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

drop trigger end_grants on accounts.member;
drop function accounts.end_grants();
drop trigger access_granted on kernel.access_grant;
drop function accounts.tell_access_granted();
drop trigger access_changed on kernel.access_grant;
drop trigger access_changed on accounts.custom_role;
revoke select (custom_role_id) on accounts.member from freehold_lookup;
-- Whoever had such a role keeps what every member can do.
update accounts.member set custom_role_id = null, role = 'viewer' where role = 'custom';
alter table accounts.member drop constraint member_custom_role;
alter table accounts.member drop constraint member_role_check;
alter table accounts.member drop column custom_role_id;
alter table accounts.member
  add constraint member_role_check
    check (role in ('owner', 'admin', 'manager', 'member', 'viewer'));
drop table accounts.custom_role;
