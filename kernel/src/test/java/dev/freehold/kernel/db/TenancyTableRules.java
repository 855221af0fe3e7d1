package dev.freehold.kernel.db;

import static dev.freehold.kernel.db.TenancyRule.Exception.FOREIGN_KEY;
import static dev.freehold.kernel.db.TenancyRule.Exception.GLOBALLY_UNIQUE;
import static dev.freehold.kernel.db.TenancyRule.Exception.NONE;
import static dev.freehold.kernel.db.TenancyRule.Exception.POLICY;
import static dev.freehold.kernel.db.TenancyRule.ofEverything;
import static dev.freehold.kernel.db.TenancyRule.ofGuardedTables;
import static dev.freehold.kernel.db.TenancyRule.ofTenantTables;

import java.util.List;

/** What the tables and views of tenants must look like. */
final class TenancyTableRules {

  static final List<TenancyRule> ALL =
      List.of(
          ofTenantTables(
              """
              select name as relation, name as subject, 'has no tenant_id uuid not null' as violation
              from tenant_table
              where not exists (
                select from pg_attribute
                where attrelid = oid and attnum = tenant and attnotnull
                  and atttypid = 'uuid'::regtype)
              """),
          ofTenantTables(
              """
              select name as relation, name as subject, 'has no primary key' as violation
              from tenant_table
              where not exists (select from pg_index where indrelid = oid and indisprimary)
              """),
          ofTenantTables(
              GLOBALLY_UNIQUE,
              """
              select owner.name as relation, unique_index.name as subject,
                'is unique without starting with tenant_id' as violation
              from pg_index
              join relation owner on owner.oid = indrelid
              join relation unique_index on unique_index.oid = indexrelid
              where (indisunique or indisexclusion) and indkey[0] is distinct from owner.tenant
              """),
          ofTenantTables(
              FOREIGN_KEY,
              """
              select child.name as relation, child.name || '.' || conname as subject,
                'is a foreign key that does not start with tenant_id on both sides' as violation
              from pg_constraint
              join relation child on child.oid = conrelid
              join relation parent on parent.oid = confrelid
              where contype = 'f'
                and (conkey[1] is distinct from child.tenant
                  or confkey[1] is distinct from parent.tenant)
              """),
          ofTenantTables(
              """
              select child.name as relation, child.name || '.' || conname as subject,
                'sets tenant_id to null when its parent goes; name the other columns' as violation
              from pg_constraint
              join relation child on child.oid = conrelid
              where contype = 'f' and confdeltype in ('n', 'd')
                and (confdelsetcols is null or child.tenant = any (confdelsetcols))
              """),
          ofGuardedTables(
              NONE,
              """
              select name as relation, name as subject,
                'does not enable and force row security' as violation
              from tenant_table
              where not (relrowsecurity and relforcerowsecurity)
              """),
          ofGuardedTables(
              POLICY,
              """
              , policy as (
                select tenant_table.name, pg_policy.*,
                  pg_get_expr(polqual, polrelid) as seen,
                  pg_get_expr(polwithcheck, polrelid) as written,
                  array(
                    select case role when 0 then 'PUBLIC' else pg_get_userbyid(role)::text end
                    from unnest(polroles) role) as roles,
                  '(tenant_id = ( SELECT kernel.current_tenant() AS current_tenant))' as own
                from pg_policy join tenant_table on tenant_table.oid = polrelid
              )
              select name as relation, name || '.' || polname as subject,
                'is not one of the expected policies: for '
                  || array_to_string(roles, ', ')
                  || ' using ' || coalesce(seen, 'nothing')
                  || ' with check ' || coalesce(written, 'nothing') as violation
              from policy
              -- A restrictive policy only narrows what the others show.
              where polpermissive and not (
                (roles = array['freehold_app']
                  and coalesce(seen, own) = own
                  and coalesce(written, own) = own
                  and (seen is not null or polcmd = 'a')
                  and (written is not null or polcmd in ('r', 'd')))
                or (roles = array['freehold_platform']
                  and coalesce(seen, 'true') = 'true'
                  and coalesce(written, 'true') = 'true')
                or (roles = array['freehold_lookup'] and polcmd = 'r' and seen = 'true'))
              """),
          ofTenantTables(
              """
              select name as relation, name as subject,
                'is granted to the application role, which has no policy on it' as violation
              from tenant_table
              where exists (
                  select from granted
                  where granted.relation = tenant_table.name and role = 'freehold_app')
                and not exists (
                  select from pg_policy
                  where polrelid = tenant_table.oid
                    and polroles = array['freehold_app'::regrole::oid])
              """),
          ofTenantTables(
              """
              select name as relation, name || '.' || attname as subject,
                'counts across tenants; use kernel.new_id()' as violation
              from tenant_table join pg_attribute on attrelid = tenant_table.oid
              where attidentity <> '' or exists (
                select from pg_attrdef
                where adrelid = attrelid and adnum = attnum
                  and pg_get_expr(adbin, adrelid) like '%nextval(%')
              """),
          ofEverything(
              """
              select name as relation, name as subject,
                'is a view without security_invoker' as violation
              from relation
              where relkind = 'v' and not exists (
                select from pg_options_to_table(reloptions)
                where option_name = 'security_invoker' and option_value::boolean)
              """),
          ofEverything(
              """
              select relation, relation as subject,
                'cannot have row security, but ' || role || ' has ' || privilege as violation
              from granted
              where relkind in ('m', 'f') and role in ('freehold_app', 'freehold_lookup', 'PUBLIC')
              """));

  private TenancyTableRules() {}
}
