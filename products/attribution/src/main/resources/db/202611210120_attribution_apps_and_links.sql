-- // Apps whose conversions are credited, and tracking links that record touches.
create schema attribution;
grant usage on schema attribution to freehold_app, freehold_platform;

create table attribution.app (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  platform text not null check (platform in ('ios', 'android', 'web')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  conversion_types text[] not null default '{install,purchase}'
    check (cardinality(conversion_types) between 1 and 50),
  click_window bigint not null default 604800 check (click_window between 1 and 31536000),
  impression_window bigint not null default 86400 check (impression_window between 1 and 31536000),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (tenant_id, id)
);
comment on column attribution.app.click_window is 'seconds before a conversion in which a click counts';
comment on column attribution.app.impression_window is 'seconds before a conversion in which an impression counts';
create trigger touch before update on attribution.app for each row execute function kernel.touch();
call kernel.scope_to_tenant('attribution.app');
call kernel.audit('attribution.app');
grant select, insert, update on attribution.app to freehold_app;

create table attribution.link (
  tenant_id uuid not null default kernel.current_tenant(),
  id uuid not null default kernel.new_id(),
  app_id uuid not null,
  code text not null check (code ~ '^[0-9A-Za-z]{12}$'),
  name text not null check (length(name) between 1 and 255),
  destination text not null check (length(destination) between 1 and 2048),
  channel text not null check (length(channel) between 1 and 255),
  campaign text not null check (length(campaign) between 1 and 255),
  ad_group text check (length(ad_group) between 1 and 255),
  creative text check (length(creative) between 1 and 255),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, app_id) references attribution.app (tenant_id, id)
);
create index link_app on attribution.link (tenant_id, app_id, id);
-- What changed since a moment, for the table of links that every node keeps in memory.
create index link_updated on attribution.link (updated_at);
create trigger touch before update on attribution.link for each row execute function kernel.touch();
call kernel.scope_to_tenant('attribution.link');
call kernel.audit('attribution.link');
grant select, insert, update on attribution.link to freehold_app;
grant select on attribution.link to freehold_platform;

-- //@UNDO
drop table attribution.link;
drop table attribution.app;
drop schema attribution;
