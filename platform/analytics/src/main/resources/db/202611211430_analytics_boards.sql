-- // Questions that a tenant saved, and the dashboards that it arranges them on.
create table analytics.saved_question (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  kind text not null check (kind ~ '^[a-z]{1,30}$'),
  definition jsonb not null
    check (jsonb_typeof(definition) = 'object' and length(definition::text) <= 20000),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
comment on column analytics.saved_question.definition is 'the body with which a question of its kind is asked';
create trigger touch before update on analytics.saved_question
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.saved_question');
call kernel.audit('analytics.saved_question');
grant select, insert, update, delete on analytics.saved_question to freehold_app;

create table analytics.dashboard (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create trigger touch before update on analytics.dashboard
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('analytics.dashboard');
call kernel.audit('analytics.dashboard');
grant select, insert, update, delete on analytics.dashboard to freehold_app;

create table analytics.dashboard_card (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  dashboard_id uuid not null,
  question_id uuid not null,
  position int not null check (position between 0 and 99),
  width text not null check (width in ('third', 'half', 'full')),
  primary key (tenant_id, id),
  -- Checked at the end, as cards trade places within one transaction.
  unique (tenant_id, dashboard_id, position) deferrable initially deferred,
  unique (tenant_id, dashboard_id, question_id),
  foreign key (tenant_id, dashboard_id)
    references analytics.dashboard (tenant_id, id) on delete cascade,
  foreign key (tenant_id, question_id)
    references analytics.saved_question (tenant_id, id) on delete cascade
);
create index dashboard_card_question on analytics.dashboard_card (tenant_id, question_id);
call kernel.scope_to_tenant('analytics.dashboard_card');
call kernel.audit('analytics.dashboard_card');
grant select, insert, update, delete on analytics.dashboard_card to freehold_app;

-- //@UNDO
drop table analytics.dashboard_card;
drop table analytics.dashboard;
drop table analytics.saved_question;
