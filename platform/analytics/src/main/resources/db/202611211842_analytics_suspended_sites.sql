-- // Pages of a suspended tenant send nothing.
create or replace function lookup.site(wanted_key text)
returns table (tenant_id uuid, id uuid, origins text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.id, s.origins
  from analytics.site s
  where s.site_key = wanted_key and s.archived_at is null and not lookup.is_held(s.tenant_id)
$$;

-- //@UNDO
create or replace function lookup.site(wanted_key text)
returns table (tenant_id uuid, id uuid, origins text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.tenant_id, s.id, s.origins
  from analytics.site s
  where s.site_key = wanted_key and s.archived_at is null
$$;
