-- // Second factors: codes of an authenticator app, recovery codes, passkeys; and who must have one.
alter table accounts.user_account add column has_second_factor boolean not null default false;
alter table accounts.tenant add column require_second_factor boolean not null default false;
grant update (require_second_factor) on accounts.tenant to freehold_app;

-- A session whose password was right, but whose second factor is still to come, opens nothing.
alter table accounts.session add column stage text not null default 'full'
  check (stage in ('full', 'second_factor'));
alter table accounts.session add column wrong_codes int not null default 0;

create table accounts.totp (
  user_id uuid primary key references accounts.user_account (id),
  -- Encrypted under the keys of this installation, for the server must compute with it.
  secret bytea not null,
  confirmed_at timestamptz,
  -- The last window whose code was taken: no code is taken twice.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
grant select, insert, update, delete on accounts.totp to freehold_platform;

create table accounts.recovery_code (
  user_id uuid not null references accounts.user_account (id),
  code_hash bytea not null check (length(code_hash) = 32),
  created_at timestamptz not null default now(),
  primary key (user_id, code_hash)
);
grant select, insert, delete on accounts.recovery_code to freehold_platform;

create table accounts.passkey (
  id uuid primary key default kernel.new_id(),
  user_id uuid not null references accounts.user_account (id),
  name text not null check (length(name) between 1 and 100),
  credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
  credential bytea not null,
  sign_count bigint not null,
  backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_by_user on accounts.passkey (user_id);
grant select, insert, update (sign_count, backed_up, last_used_at), delete on accounts.passkey
  to freehold_platform;

-- What a passkey must sign, each once; before a login it is of nobody.
create table accounts.passkey_challenge (
  challenge bytea primary key check (length(challenge) = 32),
  expires_at timestamptz not null
);
create index passkey_challenge_by_expiry on accounts.passkey_challenge (expires_at);
grant select, insert, delete on accounts.passkey_challenge to freehold_platform;

grant select (require_second_factor) on accounts.tenant to freehold_lookup;
grant select (has_second_factor) on accounts.user_account to freehold_lookup;
grant select (stage) on accounts.session to freehold_lookup;

-- Every node hears of what these change about a session.
drop trigger access_changed on accounts.tenant;
create trigger access_changed
  after update of deleted_at, suspended_at, require_second_factor on accounts.tenant
  for each row execute function accounts.tell_access_changed('tenant_id');
drop trigger access_changed on accounts.user_account;
create trigger access_changed
  after update of deleted_at, suspended_at, operator, has_second_factor, name
  on accounts.user_account
  for each row execute function accounts.tell_access_changed('id');

-- //@UNDO
drop trigger access_changed on accounts.user_account;
create trigger access_changed
  after update of deleted_at, suspended_at, operator on accounts.user_account
  for each row execute function accounts.tell_access_changed('id');
drop trigger access_changed on accounts.tenant;
create trigger access_changed after update of deleted_at, suspended_at on accounts.tenant
  for each row execute function accounts.tell_access_changed('tenant_id');
revoke select (stage) on accounts.session from freehold_lookup;
revoke select (has_second_factor) on accounts.user_account from freehold_lookup;
revoke select (require_second_factor) on accounts.tenant from freehold_lookup;
drop table accounts.passkey_challenge;
drop table accounts.passkey;
drop table accounts.recovery_code;
drop table accounts.totp;
delete from accounts.session where stage = 'second_factor';
alter table accounts.session drop column stage, drop column wrong_codes;
alter table accounts.tenant drop column require_second_factor;
alter table accounts.user_account drop column has_second_factor;
