-- // Grants on single resources, and how a table is limited to them.

-- What a person or key may do with one thing, beyond what their role or scopes hold for all.
create table kernel.access_grant (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  subject_kind text not null check (subject_kind in ('user', 'key')),
  subject_id uuid not null,
  resource_kind text not null check (resource_kind ~ '^[a-z_]+[.][a-z_]+$'),
  resource_id uuid not null,
  permissions text[] not null check (cardinality(permissions) between 1 and 100),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, subject_id, resource_kind, resource_id)
);
call kernel.scope_to_tenant('kernel.access_grant');
call kernel.audit('kernel.access_grant');
grant select, insert, update (permissions), delete on kernel.access_grant to freehold_app;
grant select, delete on kernel.access_grant to freehold_platform;

create policy lookup on kernel.access_grant for select to freehold_lookup using (true);
grant select (tenant_id, subject_id, permissions) on kernel.access_grant to freehold_lookup;

-- Whether the transaction's caller may do what it does with every row of the tenant.
create function kernel.reaches_all() returns boolean
language sql stable parallel safe
as $$ select nullif(current_setting('freehold.limit', true), '') is null $$;

-- The things for which somebody granted the caller the permission that the request needs.
create function kernel.reachable(kind text) returns setof uuid
language sql stable
as $$
  select resource_id from kernel.access_grant
  where tenant_id = (select kernel.current_tenant())
    and subject_id = nullif(current_setting('freehold.actor_id', true), '')::uuid
    and resource_kind = kind
    and current_setting('freehold.limit', true) = any (permissions)
$$;

-- Shows a caller who is limited to grants those rows alone whose column names a granted thing. It
-- is decided in the statement that reads or writes the row, so a grant taken back holds at once.
create procedure kernel.limit_to_grants(tenant_table regclass, kind text, id_column name)
language plpgsql
as $$
begin
  execute format(
    'create policy reach on %s as restrictive to freehold_app'
      || ' using ((select kernel.reaches_all()) or %I in (select kernel.reachable(%L)))',
    tenant_table, id_column, kind);
end
$$;

-- //@UNDO
drop procedure kernel.limit_to_grants(regclass, text, name);
drop function kernel.reachable(text);
drop function kernel.reaches_all();
drop table kernel.access_grant;
