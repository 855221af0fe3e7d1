-- // What a key, a session and a caller's limits are, with all that came before this.
drop function lookup.is_operator(bytea);
drop function lookup.api_key(text, bytea);
drop function lookup.session(bytea);

-- The key of a project that is paused is found all the same, so that it is told why it is refused.
create function lookup.api_key(wanted_public_id text, wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, id uuid, name text, scopes text[], partial text[],
  expires_at timestamptz, allowed_addresses text[], project_id uuid, project_state text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select
    case k.mode when 'test' then sandbox.tenant_id else t.tenant_id end,
    t.tenant_id, k.id, k.name, k.scopes,
    array(
      select distinct unnest(g.permissions) from kernel.access_grant g
      where g.tenant_id = k.tenant_id and g.subject_id = k.id and k.mode = 'live'),
    k.expires_at, k.allowed_addresses, k.project_id, p.state
  from accounts.api_key k
  join accounts.tenant t on t.tenant_id = k.tenant_id
  left join accounts.tenant sandbox on sandbox.sandbox_of = k.tenant_id and k.mode = 'test'
  left join accounts.project p on p.tenant_id = k.tenant_id and p.id = k.project_id
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
-- token ends before its session. While the operator acts as somebody, the session is theirs; as
-- soon as one of the two may not any more, it is the operator's own again.
create function lookup.session(wanted_hash bytea)
returns table (
  tenant_id uuid, home uuid, user_id uuid, name text, role text, permissions text[],
  partial text[], operator boolean, expires_at timestamptz, lacks_second_factor boolean,
  impersonation_id uuid, impersonator_id uuid, impersonator_name text, may_write boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with own as (
    select s.tenant_id, home.tenant_id as home, s.user_id, u.name, m.role, r.permissions,
      array(
        select distinct unnest(g.permissions) from kernel.access_grant g
        where g.tenant_id = s.tenant_id and g.subject_id = s.user_id) as partial,
      u.operator and home.operator and t.sandbox_of is null and m.role = 'owner' as operator,
      least(s.expires_at, s.access_expires_at) as expires_at,
      home.require_second_factor and not u.has_second_factor as lacks_second_factor,
      s.impersonation_id
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
      and s.stage = 'full'),
  lent as (
    select i.tenant_id, i.tenant_id, i.user_id, u.name, m.role, r.permissions,
      array(
        select distinct unnest(g.permissions) from kernel.access_grant g
        where g.tenant_id = i.tenant_id and g.subject_id = i.user_id),
      false, least(own.expires_at, i.expires_at), false,
      i.id, own.user_id, own.name, i.may_write
    from own
    join accounts.impersonation i
      on i.id = own.impersonation_id and i.ended_at is null and i.expires_at > now()
    join accounts.tenant t
      on t.tenant_id = i.tenant_id and t.deleted_at is null and t.suspended_at is null
    join accounts.user_account u
      on u.id = i.user_id and u.deleted_at is null and u.suspended_at is null
    join accounts.member m
      on m.tenant_id = i.tenant_id and m.user_id = i.user_id and m.status = 'active'
    left join accounts.custom_role r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
    where own.operator and not own.lacks_second_factor)
  select * from lent
  union all
  select own.tenant_id, own.home, own.user_id, own.name, own.role, own.permissions, own.partial,
    own.operator, own.expires_at, own.lacks_second_factor, null, null, null, false
  from own where not exists (select from lent)
$$;
revoke execute on function lookup.session(bytea) from public;
alter function lookup.session(bytea) owner to freehold_lookup;
grant execute on function lookup.session(bytea) to freehold_app;

create function lookup.limits(wanted_tenant uuid, wanted_key uuid, standard_plan text)
returns table (
  home uuid, plan text,
  tenant_per_second bigint, tenant_per_minute bigint, tenant_per_hour bigint, tenant_per_day bigint,
  project uuid,
  project_per_second bigint, project_per_minute bigint, project_per_hour bigint,
  project_per_day bigint,
  key_per_second bigint, key_per_minute bigint, key_per_hour bigint, key_per_day bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(t.sandbox_of, t.tenant_id), p.name,
    coalesce(l.per_second, p.per_second), coalesce(l.per_minute, p.per_minute),
    coalesce(l.per_hour, p.per_hour), coalesce(l.per_day, p.per_day),
    project.id, project.per_second, project.per_minute, project.per_hour, project.per_day,
    k.per_second, k.per_minute, k.per_hour, k.per_day
  from accounts.tenant t
  left join accounts.tenant_limit l on l.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
  left join accounts.key_limit k
    on k.tenant_id = coalesce(t.sandbox_of, t.tenant_id) and k.key_id = wanted_key
  left join accounts.api_key key
    on key.tenant_id = coalesce(t.sandbox_of, t.tenant_id) and key.id = wanted_key
  left join accounts.project project
    on project.tenant_id = key.tenant_id and project.id = key.project_id
  join accounts.plan p on p.name = coalesce(l.plan, standard_plan)
  where t.tenant_id = wanted_tenant
$$;
revoke execute on function lookup.limits(uuid, uuid, text) from public;
alter function lookup.limits(uuid, uuid, text) owner to freehold_lookup;
grant execute on function lookup.limits(uuid, uuid, text) to freehold_app;

-- //@UNDO
drop function lookup.limits(uuid, uuid, text);
-- The functions as they were know nothing of steps, test keys, addresses and projects: such sessions
-- and keys would open all.
delete from accounts.session where stage <> 'full' or access_expires_at is not null;
update accounts.api_key
set revoked_at = now(), revoked_reason = 'The version that knew its bounds was taken away'
where revoked_at is null
  and (mode = 'test' or allowed_addresses <> '{}' or project_id is not null);
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
