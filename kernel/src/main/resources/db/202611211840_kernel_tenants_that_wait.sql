-- // Tenants whose background work waits, and erasing everything of one.

-- Functions of the schema ask others of it.
grant usage on schema lookup to freehold_lookup;

-- Accounts say which tenants these are; without them there is none.
create function lookup.is_held(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select false $$;
revoke execute on function lookup.is_held(uuid) from public;
alter function lookup.is_held(uuid) owner to freehold_lookup;
grant execute on function lookup.is_held(uuid) to freehold_app, freehold_platform;

create function lookup.is_to_be_erased(wanted_tenant uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select false $$;
revoke execute on function lookup.is_to_be_erased(uuid) from public;
alter function lookup.is_to_be_erased(uuid) owner to freehold_lookup;
grant execute on function lookup.is_to_be_erased(uuid) to freehold_owner;

-- Whoever erases a tenant deletes its rows from each of its tables: from those that are here
-- already, and from those that come. The audit log is not among them.
create table kernel.erasure_grant (
  relation text not null,
  privilege text not null,
  primary key (relation, privilege)
);
comment on table kernel.erasure_grant is 'what was granted here, for the undo alone';
do $$
declare
  tenant_table regclass;
begin
  for tenant_table in
    select c.oid::regclass
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.oid <> 'kernel.audit_log'::regclass
      and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    order by 1
  loop
    if not has_table_privilege('freehold_platform', tenant_table, 'DELETE') then
      execute format('grant delete on %s to freehold_platform', tenant_table);
      insert into kernel.erasure_grant values (tenant_table::text, 'delete');
    end if;
    if not has_column_privilege('freehold_platform', tenant_table, 'tenant_id', 'SELECT') then
      execute format('grant select (tenant_id) on %s to freehold_platform', tenant_table);
      insert into kernel.erasure_grant values (tenant_table::text, 'select (tenant_id)');
    end if;
  end loop;
end $$;

create or replace procedure kernel.scope_to_tenant(tenant_table regclass)
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    'create policy tenant on %s to freehold_app'
      || ' using (tenant_id = (select kernel.current_tenant()))'
      || ' with check (tenant_id = (select kernel.current_tenant()))',
    tenant_table);
  execute format(
    'create policy platform on %s to freehold_platform using (true) with check (true)',
    tenant_table);
  execute format('grant select (tenant_id), delete on %s to freehold_platform', tenant_table);
end
$$;

-- The audit log outlives what it describes, but not its tenant: the last that goes.
create policy eraser on kernel.audit_log to freehold_owner
  using (tenant_id = nullif(current_setting('freehold.erased', true), '')::uuid)
  with check (false);
create function kernel.erase_audit(erased uuid) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  deleted bigint;
begin
  if not lookup.is_to_be_erased(erased) then
    raise exception 'tenant % is not to be erased', erased using errcode = 'insufficient_privilege';
  end if;
  perform set_config('freehold.erased', erased::text, true);
  delete from kernel.audit_log where tenant_id = erased;
  get diagnostics deleted = row_count;
  perform set_config('freehold.erased', '', true);
  return deleted;
end
$$;
revoke execute on function kernel.erase_audit(uuid) from public;
grant execute on function kernel.erase_audit(uuid) to freehold_platform;

-- //@UNDO
drop function kernel.erase_audit(uuid);
drop policy eraser on kernel.audit_log;

create or replace procedure kernel.scope_to_tenant(tenant_table regclass)
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    'create policy tenant on %s to freehold_app'
      || ' using (tenant_id = (select kernel.current_tenant()))'
      || ' with check (tenant_id = (select kernel.current_tenant()))',
    tenant_table);
  execute format(
    'create policy platform on %s to freehold_platform using (true) with check (true)',
    tenant_table);
end
$$;

do $$
declare
  given record;
begin
  for given in select relation, privilege from kernel.erasure_grant loop
    execute format('revoke %s on %s from freehold_platform', given.privilege, given.relation);
  end loop;
end $$;
drop table kernel.erasure_grant;
drop function lookup.is_to_be_erased(uuid);
drop function lookup.is_held(uuid);
revoke usage on schema lookup from freehold_lookup;
