-- // The operator works over the API as well, as a person and never with a key; and acts as others.
drop function lookup.session(bytea);

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

-- //@UNDO
drop function lookup.session(bytea);

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
