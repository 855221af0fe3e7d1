-- // People who call the API: a short-lived access token, renewed by refresh tokens that rotate.
-- Such a session is one family: its token is the access token of the moment.
alter table accounts.session add column access_expires_at timestamptz;

create table accounts.refresh_token (
  token_hash bytea primary key check (length(token_hash) = 32),
  session_id uuid not null references accounts.session (id) on delete cascade,
  created_at timestamptz not null default now(),
  -- Kept after its use: whoever sends it again has it from somewhere else.
  used_at timestamptz
);
create index refresh_token_by_session on accounts.refresh_token (session_id);
grant select, insert, update (used_at), delete on accounts.refresh_token to freehold_platform;

grant select (access_expires_at) on accounts.session to freehold_lookup;

-- A refresh puts another access token in the place of the one before, which ends everywhere.
drop trigger access_changed on accounts.session;
create trigger access_changed after update of tenant_id, token_hash or delete on accounts.session
  for each row when (old.expires_at > now())
  execute function accounts.tell_access_changed('token_hash');

-- //@UNDO
drop trigger access_changed on accounts.session;
create trigger access_changed after update of tenant_id or delete on accounts.session
  for each row when (old.expires_at > now())
  execute function accounts.tell_access_changed('token_hash');
revoke select (access_expires_at) on accounts.session from freehold_lookup;
drop table accounts.refresh_token;
delete from accounts.session where access_expires_at is not null;
alter table accounts.session drop column access_expires_at;
