-- // Roles that a tenant makes itself.
create table accounts.custom_role (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  name text not null check (length(name) between 1 and 255),
  description text not null default '' check (length(description) <= 1000),
  permissions text[] not null check (cardinality(permissions) <= 200),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index custom_role_name on accounts.custom_role (tenant_id, lower(name));
create trigger touch before update on accounts.custom_role
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.custom_role');
call kernel.audit('accounts.custom_role');
grant select, insert, update (name, description, permissions), delete
  on accounts.custom_role to freehold_app;

alter table accounts.member drop constraint member_role_check;
alter table accounts.member
  add constraint member_role_check
    check (role in ('owner', 'admin', 'manager', 'member', 'viewer', 'custom')),
  add column custom_role_id uuid,
  add foreign key (tenant_id, custom_role_id) references accounts.custom_role (tenant_id, id),
  add constraint member_custom_role check ((role = 'custom') = (custom_role_id is not null));
create index member_custom_role on accounts.member (tenant_id, custom_role_id);
grant update (custom_role_id) on accounts.member to freehold_app;

create trigger access_changed after update of permissions on accounts.custom_role
  for each row execute function accounts.tell_access_changed('tenant_id');
create trigger access_changed after update or delete on kernel.access_grant
  for each row execute function accounts.tell_access_changed('subject_id');
-- Only a new grant makes somebody see more; what is remembered of them is too little then.
create function accounts.tell_access_granted() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('freehold_access', new.subject_id::text);
  return null;
end
$$;
create trigger access_granted after insert on kernel.access_grant
  for each row execute function accounts.tell_access_granted();

-- Grants end with whom they were given to.
create function accounts.end_grants() returns trigger
language plpgsql
as $$
begin
  delete from kernel.access_grant
  where tenant_id = old.tenant_id
    and subject_id = (to_jsonb(old) ->> tg_argv[0])::uuid;
  return null;
end
$$;
create trigger end_grants after delete on accounts.member
  for each row execute function accounts.end_grants('user_id');

create policy lookup on accounts.custom_role for select to freehold_lookup using (true);
grant select (tenant_id, id, permissions) on accounts.custom_role to freehold_lookup;
grant select (custom_role_id) on accounts.member to freehold_lookup;

-- //@UNDO
drop trigger end_grants on accounts.member;
drop function accounts.end_grants();
drop trigger access_granted on kernel.access_grant;
drop function accounts.tell_access_granted();
drop trigger access_changed on kernel.access_grant;
drop trigger access_changed on accounts.custom_role;
revoke select (custom_role_id) on accounts.member from freehold_lookup;
-- Whoever had such a role keeps what every member can do.
update accounts.member set custom_role_id = null, role = 'viewer' where role = 'custom';
alter table accounts.member drop constraint member_custom_role;
alter table accounts.member drop constraint member_role_check;
alter table accounts.member drop column custom_role_id;
alter table accounts.member
  add constraint member_role_check
    check (role in ('owner', 'admin', 'manager', 'member', 'viewer'));
drop table accounts.custom_role;
