-- // Accounts that verify their address, forget their password and look after their sessions.
alter table accounts.user_account add column email_verified_at timestamptz;

alter table accounts.session
  add column address text check (length(address) <= 100),
  add column user_agent text check (length(user_agent) <= 500),
  add column confirmed_at timestamptz not null default now();
comment on column accounts.session.confirmed_at is 'when the person last showed who they are';

-- Links to one account's mailbox that work once. Of no tenant: an account may have several.
create table accounts.user_token (
  id uuid primary key default kernel.new_id(),
  user_id uuid not null references accounts.user_account (id),
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index user_token_by_user on accounts.user_token (user_id, purpose, created_at);
create index user_token_by_expiry on accounts.user_token (expires_at);
grant select, insert, delete on accounts.user_token to freehold_platform;

-- Somebody who wants to begin and has yet to show that the mailbox is theirs. There is a row also
-- for an address that has an account, so that nobody can tell.
create table accounts.sign_up (
  id uuid primary key default kernel.new_id(),
  email text not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 255),
  password_hash text not null,
  tenant_name text not null check (length(tenant_name) between 1 and 255),
  tenant_slug text not null check (length(tenant_slug) between 3 and 40),
  token_hash bytea unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sign_up_by_expiry on accounts.sign_up (expires_at);
grant select, insert, update (token_hash), delete on accounts.sign_up to freehold_platform;

-- Mails that an account asked for, which a worker sends: the request takes as long for an address
-- that nobody has, and a token is made only when its mail is sent.
create table accounts.account_mail (
  id uuid primary key default kernel.new_id(),
  kind text not null
    check (kind in ('verify_email', 'reset_password', 'password_changed', 'confirm_sign_up')),
  email text not null,
  sign_up_id uuid references accounts.sign_up (id) on delete cascade,
  attempts int not null default 0,
  due_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index account_mail_due on accounts.account_mail (due_at);
grant select, insert, update (attempts, due_at), delete on accounts.account_mail
  to freehold_platform;

-- //@UNDO
drop table accounts.account_mail;
drop table accounts.sign_up;
drop table accounts.user_token;
alter table accounts.session drop column address, drop column user_agent, drop column confirmed_at;
alter table accounts.user_account drop column email_verified_at;
