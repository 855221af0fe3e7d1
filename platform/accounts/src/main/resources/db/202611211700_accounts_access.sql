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

-- //@UNDO
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
