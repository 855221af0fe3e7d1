-- // What a key and a session stand for, with all that the migrations before this one added.
drop function lookup.is_operator(bytea);
drop function lookup.api_key(text, bytea);
drop function lookup.session(bytea);

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

-- Who works in a tenant works in its sandbox. A session waits for its second factor, and an access
-- token ends before its session.
create function lookup.session(wanted_hash bytea)
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
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;

-- //@UNDO
-- The functions as they were know nothing of steps: such sessions would open all.
delete from accounts.session where stage <> 'full' or access_expires_at is not null;
drop function lookup.session(bytea);
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
