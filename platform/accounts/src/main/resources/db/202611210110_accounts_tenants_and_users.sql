-- // Tenants, human accounts, memberships, sessions of the console, API keys.
create schema accounts;
grant usage on schema accounts to freehold_app, freehold_platform, freehold_lookup;

create table accounts.tenant (
  tenant_id uuid primary key default kernel.new_id(),
  slug text not null check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  name text not null check (length(name) between 1 and 255),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
-- A slug names the tenant in addresses, so it is unique across tenants, and free again after deletion.
create unique index tenant_slug on accounts.tenant (slug) where deleted_at is null;
create trigger touch before update on accounts.tenant for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.tenant');
call kernel.audit('accounts.tenant');
grant select, update (name, slug, deleted_at) on accounts.tenant to freehold_app;
grant select, insert, update on accounts.tenant to freehold_platform;

-- One human account, many tenants: this table belongs to no tenant.
create table accounts.user_account (
  id uuid primary key default kernel.new_id(),
  email text not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 255),
  password_hash text not null,
  operator boolean not null default false,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index user_account_email on accounts.user_account (lower(email)) where deleted_at is null;
create trigger touch before update on accounts.user_account
  for each row execute function kernel.touch();
call kernel.audit('accounts.user_account', 'password_hash');
grant select, insert, update on accounts.user_account to freehold_platform;

create table accounts.member (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  user_id uuid not null references accounts.user_account (id),
  role text not null check (role in ('owner', 'admin', 'manager', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id)
);
create index member_user on accounts.member (user_id);
call kernel.scope_to_tenant('accounts.member');
call kernel.audit('accounts.member');
grant select, update (role), delete on accounts.member to freehold_app;
grant select, insert, update, delete on accounts.member to freehold_platform;

-- A tenant sees the name and address of its members, and nothing else of the account.
alter table accounts.user_account enable row level security;
alter table accounts.user_account force row level security;
create policy tenant on accounts.user_account for select to freehold_app using (
  exists (
    select 1 from accounts.member m
    where m.tenant_id = (select kernel.current_tenant()) and m.user_id = user_account.id));
create policy platform on accounts.user_account to freehold_platform using (true) with check (true);
grant select (id, email, name) on accounts.user_account to freehold_app;

create table accounts.session (
  id uuid primary key default kernel.new_id(),
  token_hash bytea not null unique check (length(token_hash) = 32),
  user_id uuid not null references accounts.user_account (id),
  tenant_id uuid references accounts.tenant (tenant_id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_by_user on accounts.session (user_id);
create index session_by_expiry on accounts.session (expires_at);
grant select, insert, update, delete on accounts.session to freehold_platform;

create table accounts.api_key (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  public_id text not null check (public_id ~ '^[0-9A-Za-z]{12}$'),
  name text not null check (length(name) between 1 and 255),
  secret_hash bytea not null check (length(secret_hash) = 32),
  scopes text[] not null check (cardinality(scopes) between 1 and 100),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, public_id)
);
create index api_key_public_id on accounts.api_key (public_id);
call kernel.scope_to_tenant('accounts.api_key');
call kernel.audit('accounts.api_key', 'secret_hash');
grant select, insert, update (name, scopes, expires_at, revoked_at) on accounts.api_key to freehold_app;

-- Before the tenant is known: what a key stands for. The secret's hash goes in, never out.
create policy lookup on accounts.api_key for select to freehold_lookup using (true);
create policy lookup on accounts.tenant for select to freehold_lookup using (true);
grant select (tenant_id, id, public_id, name, secret_hash, scopes, expires_at, revoked_at)
  on accounts.api_key to freehold_lookup;
grant select (tenant_id, deleted_at) on accounts.tenant to freehold_lookup;

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

-- Before the tenant is known: who a console session belongs to, and in which role.
create policy lookup on accounts.member for select to freehold_lookup using (true);
create policy lookup on accounts.user_account for select to freehold_lookup using (true);
grant select (token_hash, user_id, tenant_id, expires_at) on accounts.session to freehold_lookup;
grant select (tenant_id, user_id, role) on accounts.member to freehold_lookup;
grant select (id, name, deleted_at) on accounts.user_account to freehold_lookup;

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

-- //@UNDO
drop function lookup.session(bytea);
drop function lookup.api_key(text, bytea);
drop table accounts.api_key;
drop table accounts.session;
drop policy tenant on accounts.user_account;
drop table accounts.member;
drop table accounts.user_account;
drop table accounts.tenant;
drop schema accounts;
