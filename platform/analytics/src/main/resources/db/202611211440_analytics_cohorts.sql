-- // People who have something in common, as a definition that is asked anew each time.
create table analytics.cohort (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  definition jsonb not null
    check (jsonb_typeof(definition) = 'object' and length(definition::text) <= 200000),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create trigger touch before update on analytics.cohort
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.cohort');
call kernel.audit('analytics.cohort');
grant select, insert, update, delete on analytics.cohort to freehold_app;

-- //@UNDO
drop table analytics.cohort;
