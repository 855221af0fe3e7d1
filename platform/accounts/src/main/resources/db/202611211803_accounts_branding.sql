-- // A tenant's settings, its colour and its logo.
create table accounts.tenant_settings (
  tenant_id uuid primary key default kernel.current_tenant() references accounts.tenant (tenant_id),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  locale text not null default 'en' check (length(locale) between 2 and 35),
  support_address text check (length(support_address) between 3 and 254),
  colour text check (colour ~ '^#[0-9a-f]{6}$'),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table accounts.tenant_settings is 'a tenant without a row has the defaults';
create trigger touch before update on accounts.tenant_settings
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.tenant_settings');
call kernel.audit('accounts.tenant_settings');
grant select, insert, update (time_zone, locale, support_address, colour)
  on accounts.tenant_settings to freehold_app;

create table accounts.tenant_logo (
  tenant_id uuid primary key default kernel.current_tenant() references accounts.tenant (tenant_id),
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  content bytea not null check (length(content) between 1 and 262144),
  width integer not null check (width between 1 and 2048),
  height integer not null check (height between 1 and 2048),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now()
);
call kernel.scope_to_tenant('accounts.tenant_logo');
-- The audit log says that there is another logo, not what it looks like.
call kernel.audit('accounts.tenant_logo', 'content');
grant select, insert, update, delete on accounts.tenant_logo to freehold_app;

-- //@UNDO
drop table accounts.tenant_logo;
drop table accounts.tenant_settings;
