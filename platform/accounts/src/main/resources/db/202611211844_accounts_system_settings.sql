-- // What the operator set for the whole installation; what is not here has its default.
create table accounts.system_setting (
  id uuid primary key default kernel.new_id(),
  name text not null unique check (name ~ '^[a-z][a-z_]{1,49}$'),
  value text not null check (length(value) between 1 and 500),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column accounts.system_setting.value is 'as the name''s type writes it';
create trigger touch before update on accounts.system_setting
  for each row execute function kernel.touch();
call kernel.audit('accounts.system_setting');
grant select, insert, update (value), delete on accounts.system_setting to freehold_platform;

-- Every node hears at commit that something was set.
create function accounts.tell_settings_changed() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('freehold_settings', 'changed');
  return null;
end
$$;
create trigger settings_changed after insert or update or delete on accounts.system_setting
  for each statement execute function accounts.tell_settings_changed();

-- //@UNDO
drop table accounts.system_setting;
drop function accounts.tell_settings_changed();
