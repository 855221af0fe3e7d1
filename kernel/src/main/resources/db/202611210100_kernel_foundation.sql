-- // Tenant scope: whose rows a statement may see, and the table rules every module uses.
create schema kernel;
create schema lookup;
grant usage on schema kernel, lookup to freehold_app, freehold_platform;
grant usage on schema kernel to freehold_lookup;
grant create on schema lookup to freehold_lookup;

-- A temporary table outlives its transaction, so the connection's next tenant could read it.
do $$ begin
  execute format('revoke temporary on database %I from public', current_database());
end $$;

-- Unset and '' (what a local setting leaves behind) both mean: no tenant, no rows, no writes.
create function kernel.current_tenant() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('freehold.tenant', true), '')::uuid $$;

-- UUIDv7 (RFC 9562) on every supported PostgreSQL; version 18 has it built in, older ones do not.
create function kernel.new_id() returns uuid
language sql volatile parallel safe
as $$
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;

create table kernel.audit_log (
  tenant_id uuid not null,
  id uuid not null default kernel.new_id(),
  occurred_at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'key', 'system')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_type text not null,
  object_id uuid,
  before jsonb,
  after jsonb,
  request_id text not null,
  primary key (tenant_id, id, occurred_at)
) partition by range (occurred_at);
create index audit_log_object on kernel.audit_log (tenant_id, object_id, id);
create table kernel.audit_log_default partition of kernel.audit_log default;

alter table kernel.audit_log enable row level security;
alter table kernel.audit_log force row level security;
create policy tenant on kernel.audit_log for select to freehold_app
  using (tenant_id = (select kernel.current_tenant()));
create policy platform on kernel.audit_log for select to freehold_platform using (true);
create policy recorder on kernel.audit_log for insert to freehold_owner with check (true);
-- Append-only: nobody but the trigger writes, and the trigger only inserts.
grant select on kernel.audit_log to freehold_app, freehold_platform;

-- Creates the partitions of this month and of the months ahead; called daily.
create function kernel.create_audit_partitions(months_ahead int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  this_month constant timestamp := date_trunc('month', now() at time zone 'UTC');
  first timestamptz;
  next timestamptz;
  name text;
  created int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('kernel.create_audit_partitions'));
  for offset_months in 0..months_ahead loop
    first := (this_month + make_interval(months => offset_months)) at time zone 'UTC';
    next := (this_month + make_interval(months => offset_months + 1)) at time zone 'UTC';
    name := 'audit_log_' || to_char(first at time zone 'UTC', 'YYYY_MM');
    if to_regclass('kernel.' || name) is null then
      -- What came before its partition went to the default one, which may not keep it.
      execute format(
        'create table kernel.%I (like kernel.audit_log including defaults including constraints)',
        name);
      execute format(
        'with early as ('
          || '  delete from kernel.audit_log_default'
          || '  where occurred_at >= $1 and occurred_at < $2 returning *)'
          || ' insert into kernel.%I select * from early',
        name)
      using first, next;
      execute format(
        'alter table kernel.audit_log attach partition kernel.%I for values from (%L) to (%L)',
        name, first, next);
      created := created + 1;
    end if;
  end loop;
  return created;
end
$$;
revoke execute on function kernel.create_audit_partitions(int) from public;
grant execute on function kernel.create_audit_partitions(int) to freehold_platform;
select kernel.create_audit_partitions(3);

-- Writes who changed what. The trigger's arguments name the columns whose values stay secret.
create function kernel.record_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  bookkeeping constant text[] := array['version', 'updated_at'];
  secret text;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key)
    into old_row, new_row
    from jsonb_each(to_jsonb(old)) o
    where o.value is distinct from new_row -> o.key and o.key <> all (bookkeeping);
    if old_row is null then
      return null;
    end if;
  end if;
  -- Without arguments tg_argv is null, not empty.
  foreach secret in array coalesce(tg_argv, '{}') loop
    if old_row ? secret then
      old_row := jsonb_set(old_row, array[secret], '"[redacted]"');
    end if;
    if new_row ? secret then
      new_row := jsonb_set(new_row, array[secret], '"[redacted]"');
    end if;
  end loop;
  insert into kernel.audit_log
    (tenant_id, actor_kind, actor_id, actor_name, action, object_type, object_id, before, after,
     request_id)
  values (
    coalesce((to_jsonb(coalesce(new, old)) ->> 'tenant_id')::uuid, nobody),
    coalesce(nullif(current_setting('freehold.actor_kind', true), ''), 'system'),
    nullif(current_setting('freehold.actor_id', true), '')::uuid,
    coalesce(nullif(current_setting('freehold.actor_name', true), ''), session_user),
    tg_table_schema || '.' || tg_table_name || '.'
      || case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
    tg_table_schema || '.' || tg_table_name,
    coalesce(
      to_jsonb(coalesce(new, old)) ->> 'id', to_jsonb(coalesce(new, old)) ->> 'tenant_id')::uuid,
    old_row,
    new_row,
    coalesce(nullif(current_setting('freehold.request', true), ''), 'none'));
  return null;
end
$$;
revoke execute on function kernel.record_change() from public;

-- Puts a table under the tenancy rules: forced row security and the two policies.
create procedure kernel.scope_to_tenant(tenant_table regclass)
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

-- Has every change of a table recorded; the listed columns appear as "[redacted]".
create procedure kernel.audit(audited regclass, variadic redacted text[] default '{}')
language plpgsql
as $$
begin
  execute format(
    'create trigger audit after insert or update or delete on %s'
      || ' for each row execute function kernel.record_change(%s)',
    audited,
    (select string_agg(quote_literal(name), ', ') from unnest(redacted) name));
end
$$;

-- Moves version and updated_at along with every update.
create function kernel.touch() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;

-- //@UNDO
drop function kernel.touch();
drop procedure kernel.audit(regclass, text[]);
drop procedure kernel.scope_to_tenant(regclass);
drop table kernel.audit_log;
drop function kernel.record_change();
drop function kernel.create_audit_partitions(int);
drop function kernel.new_id();
drop function kernel.current_tenant();
drop schema lookup;
drop schema kernel;
do $$ begin
  execute format('grant temporary on database %I to public', current_database());
end $$;
