-- // Which tenant is the operator's own: there alone its operator may look across tenants.
alter table accounts.tenant add column operator boolean not null default false;
comment on column accounts.tenant.operator is 'set when it is made, never by the application role';

-- Installations that have their operator already: the tenant that they were made with.
update accounts.tenant set operator = true
where tenant_id in (
  select distinct on (m.user_id) m.tenant_id
  from accounts.member m
  join accounts.user_account u on u.id = m.user_id and u.operator
  where m.role = 'owner'
  order by m.user_id, m.id);

grant select (tenant_id, operator, deleted_at) on accounts.tenant to freehold_lookup;
grant select (id, name, operator, deleted_at) on accounts.user_account to freehold_lookup;

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

-- //@UNDO
drop function lookup.is_operator(bytea);
revoke select (operator) on accounts.tenant from freehold_lookup;
revoke select (operator) on accounts.user_account from freehold_lookup;
alter table accounts.tenant drop column operator;
