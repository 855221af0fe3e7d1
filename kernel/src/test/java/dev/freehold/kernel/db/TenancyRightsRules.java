package dev.freehold.kernel.db;

import static dev.freehold.kernel.db.TenancyRule.Exception.DEFINER;
import static dev.freehold.kernel.db.TenancyRule.Exception.LOOKUP_COLUMN;
import static dev.freehold.kernel.db.TenancyRule.ofEverything;

import java.util.List;

/** What roles may hold, and what functions may do in another's name. */
final class TenancyRightsRules {

  static final List<TenancyRule> ALL =
      List.of(
          ofEverything(
              """
              select '' as relation, rolname::text as subject,
                'must not be superuser, create roles or databases, replicate or bypass row security'
                  as violation
              from pg_roles
              where rolname in
                  ('freehold_owner', 'freehold_app', 'freehold_platform', 'freehold_lookup')
                and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
              """),
          ofEverything(
              """
              select '' as relation, rolname::text as subject, 'must not log in' as violation
              from pg_roles where rolname = 'freehold_lookup' and rolcanlogin
              """),
          ofEverything(
              """
              select '' as relation, role.rolname::text as subject,
                'is a member of ' || part.rolname as violation
              from pg_auth_members
              join pg_roles role on role.oid = member
              join pg_roles part on part.oid = roleid
              where role.rolname in ('freehold_app', 'freehold_platform', 'freehold_lookup')
                or (role.rolname = 'freehold_owner' and part.rolname <> 'freehold_lookup')
              """),
          ofEverything(
              """
              select '' as relation, pg_describe_object(classid, objid, objsubid) as subject,
                'is owned by ' || refobjid::regrole as violation
              from pg_shdepend
              where deptype = 'o'
                and dbid = (select oid from pg_database where datname = current_database())
                and refobjid in ('freehold_app'::regrole, 'freehold_platform'::regrole)
              """),
          ofEverything(
              """
              select name as relation, name as subject,
                'is owned by ' || relowner::regrole || ', not by the owner role' as violation
              from relation
              where relowner <> 'freehold_owner'::regrole
                and relowner not in ('freehold_app'::regrole, 'freehold_platform'::regrole)
              """),
          ofEverything(
              """
              select relation, relation as subject, role || ' has ' || privilege as violation
              from granted
              where privilege in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
                or role = 'PUBLIC'
              """),
          ofEverything(
              """
              select relation, relation as subject, role || ' may hand on ' || privilege as violation
              from granted where is_grantable
              """),
          ofEverything(
              """
              select relation, relation as subject,
                'is a partition, but ' || role || ' has ' || privilege || ' on it directly'
                  as violation
              from granted where relispartition
              """),
          new TenancyRule(
              TenancyRule.Scope.PLATFORM_TABLES,
              TenancyRule.Exception.NONE,
              """
              select relation, relation as subject,
                'is a platform table, but ' || role || ' has ' || privilege as violation
              from granted where role = 'freehold_app'
              """),
          ofEverything(
              """
              select relation, relation as subject,
                'is a sequence that all tenants would share; ' || role || ' has ' || privilege
                  as violation
              from granted where relkind = 'S' and role = 'freehold_app'
              """),
          ofEverything(
              LOOKUP_COLUMN,
              """
              select relation, relation || '.' || name as subject,
                'is readable by the lookup role, and nobody declared that it is needed' as violation
              from granted
              where role = 'freehold_lookup' and privilege = 'SELECT' and name <> ''
              """),
          ofEverything(
              """
              select relation, relation as subject,
                'gives the lookup role ' || privilege || ' beyond single columns' as violation
              from granted
              where role = 'freehold_lookup' and (privilege <> 'SELECT' or name = '')
              """),
          ofEverything(
              """
              select '' as relation, 'schema ' || nspname as subject,
                case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end
                  || ' may create in it' as violation
              from pg_namespace, aclexplode(nspacl)
              where privilege_type = 'CREATE' and nspname !~ '^pg_'
                and (grantee = 0 or grantee in (
                  'freehold_app'::regrole, 'freehold_platform'::regrole))
              """),
          ofEverything(
              """
              select '' as relation, 'database' as subject,
                case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end
                  || ' has ' || privilege_type as violation
              from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
              where datname = current_database() and privilege_type in ('CREATE', 'TEMPORARY')
                and (grantee = 0 or grantee in (
                  'freehold_app'::regrole, 'freehold_platform'::regrole))
              """),
          ofEverything(
              """
              select '' as relation, 'default privileges' as subject,
                'give ' || privilege_type || ' on what is made later, partitions too' as violation
              from pg_default_acl, aclexplode(defaclacl)
              where grantee = 0 or grantee in (
                'freehold_app'::regrole, 'freehold_platform'::regrole, 'freehold_lookup'::regrole)
              """),
          ofEverything(
              DEFINER,
              """
              select '' as relation, pronamespace::regnamespace || '.' || proname as subject,
                'runs with the rights of ' || proowner::regrole || ' outside the schema lookup'
                  as violation
              from pg_proc
              where prosecdef and pronamespace::regnamespace::text
                not in ('lookup', 'pg_catalog', 'information_schema')
              """),
          ofEverything(
              """
              select '' as relation, pronamespace::regnamespace || '.' || proname as subject,
                case
                  when rolsuper or rolbypassrls then 'runs with the rights of ' || rolname
                  when not exists (
                      select from unnest(proconfig) setting
                      where setting ~ '^search_path=pg_catalog,.*pg_temp$')
                    then 'has no search_path from pg_catalog to pg_temp'
                  when proacl is null
                      or exists (select from aclexplode(proacl) where grantee = 0)
                    then 'can be executed by PUBLIC'
                  when pronamespace::regnamespace::text = 'lookup' and rolname <> 'freehold_lookup'
                    then 'is not owned by the lookup role'
                end as violation
              from pg_proc join pg_roles on pg_roles.oid = proowner
              where prosecdef
                and pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
                and (rolsuper or rolbypassrls
                  or not exists (
                    select from unnest(proconfig) setting
                    where setting ~ '^search_path=pg_catalog,.*pg_temp$')
                  or proacl is null
                  or exists (select from aclexplode(proacl) where grantee = 0)
                  or (pronamespace::regnamespace::text = 'lookup'
                    and rolname <> 'freehold_lookup'))
              """));

  private TenancyRightsRules() {}
}
