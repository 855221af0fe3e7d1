-- // The project that a caller is bound to, and how a table is limited to it.

-- Unset and '' both mean: the caller is bound to none and reaches what the tenant has.
create function kernel.current_project() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('freehold.project', true), '')::uuid $$;

-- Shows a caller who is bound to a project the rows of that project alone, and takes no others.
create procedure kernel.limit_to_project(tenant_table regclass, project_column name)
language plpgsql
as $$
begin
  execute format(
    'create policy project on %s as restrictive to freehold_app'
      || ' using ((select kernel.current_project()) is null'
      || ' or %I = (select kernel.current_project()))',
    tenant_table, project_column);
end
$$;

-- The same for rows that belong to a project through another table's row, which has an id and a
-- project_id.
create procedure kernel.limit_to_project_of(
  tenant_table regclass, owner_column name, owner_table regclass)
language plpgsql
as $$
begin
  execute format(
    'create policy project on %s as restrictive to freehold_app'
      || ' using ((select kernel.current_project()) is null'
      || ' or %I in ('
      || '   select owner.id from %s owner'
      || '   where owner.tenant_id = (select kernel.current_tenant())'
      || '     and owner.project_id = (select kernel.current_project())))',
    tenant_table, owner_column, owner_table);
end
$$;

-- //@UNDO
drop procedure kernel.limit_to_project_of(regclass, name, regclass);
drop procedure kernel.limit_to_project(regclass, name);
drop function kernel.current_project();
