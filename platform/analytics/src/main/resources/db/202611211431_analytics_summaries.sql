-- // Weekly summaries, the members who want them by mail, and what was mailed to whom.
create table analytics.weekly_summary (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  week date not null check (extract(isodow from week) = 1),
  figures jsonb not null check (jsonb_typeof(figures) = 'object'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, week)
);
comment on column analytics.weekly_summary.week is 'its Monday, in UTC';
call kernel.scope_to_tenant('analytics.weekly_summary');
call kernel.audit('analytics.weekly_summary');
grant select, insert on analytics.weekly_summary to freehold_app;
grant select on analytics.weekly_summary to freehold_platform;

create table analytics.summary_reader (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id),
  foreign key (tenant_id, user_id) references accounts.member (tenant_id, user_id) on delete cascade
);
call kernel.scope_to_tenant('analytics.summary_reader');
call kernel.audit('analytics.summary_reader');
grant select, insert, delete on analytics.summary_reader to freehold_app;
grant select on analytics.summary_reader to freehold_platform;

create table analytics.summary_mail (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  week date not null,
  user_id uuid not null,
  token_hash bytea check (length(token_hash) = 32),
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent')),
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, week, user_id),
  foreign key (tenant_id, week) references analytics.weekly_summary (tenant_id, week) on delete cascade
);
comment on column analytics.summary_mail.state is
  'sending: handed to the mail server, whose answer nobody heard if the process died; not sent again';
comment on column analytics.summary_mail.token_hash is 'SHA-256 of the token in its unsubscribe link';
create index summary_mail_token on analytics.summary_mail (token_hash);
call kernel.scope_to_tenant('analytics.summary_mail');
call kernel.audit('analytics.summary_mail', 'token_hash');
grant select, insert, update on analytics.summary_mail to freehold_app;

-- Before the tenant is known: whose mails the link at the end of one stops.
create policy lookup on analytics.summary_mail for select to freehold_lookup using (true);
grant select (tenant_id, user_id, token_hash) on analytics.summary_mail to freehold_lookup;

create function lookup.summary_reader(wanted_hash bytea)
returns table (tenant_id uuid, user_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select m.tenant_id, m.user_id from analytics.summary_mail m where m.token_hash = wanted_hash
$$;
revoke execute on function lookup.summary_reader(bytea) from public;
alter function lookup.summary_reader(bytea) owner to freehold_lookup;
grant execute on function lookup.summary_reader(bytea) to freehold_app;

-- //@UNDO
drop function lookup.summary_reader(bytea);
drop table analytics.summary_mail;
drop table analytics.summary_reader;
drop table analytics.weekly_summary;
