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

create or replace function lookup.session(wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, user_id uuid, name text, role text, permissions text[],
  partial text[], operator boolean, expires_at timestamptz, lacks_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, home.tenant_id, s.user_id, u.name, m.role, r.permissions,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = s.tenant_id and g.subject_id = s.user_id),
    u.operator and home.operator and t.sandbox_of is null and m.role = 'owner'
      and s.access_expires_at is null,
    least(s.expires_at, s.access_expires_at),
    home.require_second_factor and not u.has_second_factor
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
  where s.token_hash = wanted_hash and least(s.expires_at, s.access_expires_at) > now()
    and s.stage = 'full'
$$;

-- //@UNDO
create or replace function lookup.session(wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, user_id uuid, name text, role text, permissions text[],
  partial text[], operator boolean, expires_at timestamptz, lacks_second_factor boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, home.tenant_id, s.user_id, u.name, m.role, r.permissions,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = s.tenant_id and g.subject_id = s.user_id),
    u.operator and home.operator and t.sandbox_of is null and m.role = 'owner', s.expires_at,
    home.require_second_factor and not u.has_second_factor
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
  where s.token_hash = wanted_hash and s.expires_at > now() and s.stage = 'full'
$$;

drop trigger access_changed on accounts.session;
create trigger access_changed after update of tenant_id or delete on accounts.session
  for each row when (old.expires_at > now())
  execute function accounts.tell_access_changed('token_hash');
revoke select (access_expires_at) on accounts.session from freehold_lookup;
drop table accounts.refresh_token;
delete from accounts.session where access_expires_at is not null;
alter table accounts.session drop column access_expires_at;
