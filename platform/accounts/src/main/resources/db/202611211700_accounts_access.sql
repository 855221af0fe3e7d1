-- // Keys with a mode, address ranges and a successor; the sandbox; telling every node of changes.

-- Test keys act in a tenant of their own, so no table, file or query can mix test with live data.
alter table accounts.tenant
  add column sandbox_of uuid references accounts.tenant (tenant_id),
  add column suspended_at timestamptz;
create unique index tenant_sandbox_of on accounts.tenant (sandbox_of);
comment on column accounts.tenant.sandbox_of is 'set when it is made, never by the application role';

alter table accounts.user_account add column suspended_at timestamptz;

alter table accounts.api_key
  add column mode text not null default 'live' check (mode in ('live', 'test')),
  add column allowed_addresses text[] not null default '{}'
    check (cardinality(allowed_addresses) <= 100),
  add column revoked_reason text check (length(revoked_reason) between 1 and 255),
  add column rolled_from uuid,
  add foreign key (tenant_id, rolled_from) references accounts.api_key (tenant_id, id);
create index api_key_rolled_from on accounts.api_key (tenant_id, rolled_from);
grant update (revoked_reason) on accounts.api_key to freehold_app;

-- Written behind the requests, a few seconds late; not audited, for it changes nothing.
create table accounts.api_key_use (
  tenant_id uuid not null default kernel.current_tenant(),
  key_id uuid not null,
  uses bigint not null check (uses > 0),
  last_used_at timestamptz not null,
  last_address text not null check (length(last_address) <= 64),
  primary key (tenant_id, key_id),
  foreign key (tenant_id, key_id) references accounts.api_key (tenant_id, id) on delete cascade
) with (fillfactor = 50);
call kernel.scope_to_tenant('accounts.api_key_use');
grant select on accounts.api_key_use to freehold_app;
grant select, insert, update on accounts.api_key_use to freehold_platform;
grant select (tenant_id, id) on accounts.api_key to freehold_platform;

-- Every node hears at commit whose access changed; the argument names the column that says whose.
create function accounts.tell_access_changed() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('freehold_access', to_jsonb(old) ->> tg_argv[0]);
  return null;
end
$$;
create trigger access_changed
  after update of scopes, expires_at, revoked_at, allowed_addresses or delete on accounts.api_key
  for each row execute function accounts.tell_access_changed('id');
create trigger access_changed after update or delete on accounts.member
  for each row execute function accounts.tell_access_changed('user_id');
create trigger access_changed after update of deleted_at, suspended_at on accounts.tenant
  for each row execute function accounts.tell_access_changed('tenant_id');
create trigger access_changed
  after update of deleted_at, suspended_at, operator on accounts.user_account
  for each row execute function accounts.tell_access_changed('id');
create trigger access_changed after update of tenant_id or delete on accounts.session
  for each row when (old.expires_at > now())
  execute function accounts.tell_access_changed('token_hash');

grant select (mode, allowed_addresses) on accounts.api_key to freehold_lookup;
grant select (sandbox_of, suspended_at) on accounts.tenant to freehold_lookup;
grant select (suspended_at) on accounts.user_account to freehold_lookup;

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

-- Who works in a tenant works in its sandbox.
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
  join accounts.member m on m.tenant_id = home.tenant_id and m.user_id = s.user_id
  where s.token_hash = wanted_hash and s.expires_at > now()
$$;
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;
drop function lookup.is_operator(bytea);

-- //@UNDO
create function lookup.is_operator(wanted_hash bytea) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from accounts.session s
    join accounts.user_account u on u.id = s.user_id and u.deleted_at is null and u.operator
    join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null and t.operator
    join accounts.member m
      on m.tenant_id = s.tenant_id and m.user_id = s.user_id and m.role = 'owner'
    where s.token_hash = wanted_hash and s.expires_at > now())
$$;
revoke execute on function lookup.is_operator(bytea) from public;
alter function lookup.is_operator(bytea) owner to freehold_lookup;
grant execute on function lookup.is_operator(bytea) to freehold_app;

drop function lookup.session(bytea);
create function lookup.session(wanted_hash bytea)
returns table (tenant_id uuid, user_id uuid, name text, role text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.user_id, u.name, m.role
  from accounts.session s
  join accounts.user_account u on u.id = s.user_id and u.deleted_at is null
  join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null
  join accounts.member m on m.tenant_id = s.tenant_id and m.user_id = s.user_id
  where s.token_hash = wanted_hash and s.expires_at > now()
$$;
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;

drop function lookup.api_key(text, bytea);
create function lookup.api_key(wanted_public_id text, wanted_hash bytea)
returns table (tenant_id uuid, id uuid, name text, scopes text[], expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select k.tenant_id, k.id, k.name, k.scopes, k.expires_at
  from accounts.api_key k
  join accounts.tenant t on t.tenant_id = k.tenant_id
  where k.public_id = wanted_public_id
    and k.secret_hash = wanted_hash
    and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now())
    and t.deleted_at is null
$$;
revoke execute on function lookup.api_key(text, bytea) from public;
alter function lookup.api_key(text, bytea) owner to freehold_lookup;
grant execute on function lookup.api_key(text, bytea) to freehold_app;

revoke select (suspended_at) on accounts.user_account from freehold_lookup;
revoke select (sandbox_of, suspended_at) on accounts.tenant from freehold_lookup;
revoke select (mode, allowed_addresses) on accounts.api_key from freehold_lookup;
drop trigger access_changed on accounts.session;
drop trigger access_changed on accounts.user_account;
drop trigger access_changed on accounts.tenant;
drop trigger access_changed on accounts.member;
drop trigger access_changed on accounts.api_key;
drop function accounts.tell_access_changed();
revoke select (tenant_id, id) on accounts.api_key from freehold_platform;
drop table accounts.api_key_use;
alter table accounts.api_key
  drop column rolled_from,
  drop column revoked_reason,
  drop column allowed_addresses,
  drop column mode;
alter table accounts.user_account drop column suspended_at;
alter table accounts.tenant drop column suspended_at, drop column sandbox_of;
