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

grant select (token_hash, user_id, tenant_id, expires_at, stage, access_expires_at)
  on accounts.session to freehold_lookup;

create or replace function lookup.session(wanted_hash bytea)
returns table (tenant_id uuid, user_id uuid, name text, role text, lacks_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.user_id, u.name, m.role,
    t.require_second_factor and not u.has_second_factor
  from accounts.session s
  join accounts.user_account u on u.id = s.user_id and u.deleted_at is null
  join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null
  join accounts.member m
    on m.tenant_id = s.tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.token_hash = wanted_hash and least(s.expires_at, s.access_expires_at) > now()
    and s.stage = 'full'
$$;

-- //@UNDO
create or replace function lookup.session(wanted_hash bytea)
returns table (tenant_id uuid, user_id uuid, name text, role text, lacks_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.user_id, u.name, m.role,
    t.require_second_factor and not u.has_second_factor
  from accounts.session s
  join accounts.user_account u on u.id = s.user_id and u.deleted_at is null
  join accounts.tenant t on t.tenant_id = s.tenant_id and t.deleted_at is null
  join accounts.member m
    on m.tenant_id = s.tenant_id and m.user_id = s.user_id and m.status = 'active'
  where s.token_hash = wanted_hash and s.expires_at > now() and s.stage = 'full'
$$;
revoke select (access_expires_at) on accounts.session from freehold_lookup;
drop table accounts.refresh_token;
delete from accounts.session where access_expires_at is not null;
alter table accounts.session drop column access_expires_at;
