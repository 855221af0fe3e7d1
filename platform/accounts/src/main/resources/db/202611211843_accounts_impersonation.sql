-- // The operator acting as a member of a tenant: for a while, with a reason, and in the open.
create table accounts.impersonation (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  user_id uuid not null,
  user_name text not null,
  operator_id uuid not null,
  operator_name text not null,
  reason text not null check (length(reason) between 1 and 500),
  may_write boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  check (expires_at <= created_at + interval '4 hours')
);
create index impersonation_by_id on accounts.impersonation (id);
create index impersonation_open on accounts.impersonation (expires_at) where ended_at is null;
call kernel.scope_to_tenant('accounts.impersonation');
call kernel.audit('accounts.impersonation');
grant select on accounts.impersonation to freehold_app;
grant select, insert, update (ended_at) on accounts.impersonation to freehold_platform;

-- The operator's own session leads somewhere else meanwhile, and back by itself when it is over.
alter table accounts.session add column impersonation_id uuid;
create trigger impersonation_changed after update of impersonation_id on accounts.session
  for each row execute function accounts.tell_access_changed('token_hash');

create function accounts.end_impersonation() returns trigger
language plpgsql
as $$
begin
  update accounts.impersonation set ended_at = least(now(), expires_at)
  where id = old.impersonation_id and ended_at is null;
  return null;
end
$$;
create trigger end_impersonation after delete on accounts.session
  for each row when (old.impersonation_id is not null)
  execute function accounts.end_impersonation();

create policy lookup on accounts.impersonation for select to freehold_lookup using (true);
grant select (tenant_id, id, user_id, may_write, expires_at, ended_at)
  on accounts.impersonation to freehold_lookup;
grant select (impersonation_id) on accounts.session to freehold_lookup;

-- //@UNDO
revoke select (impersonation_id) on accounts.session from freehold_lookup;
drop trigger end_impersonation on accounts.session;
drop function accounts.end_impersonation();
drop trigger impersonation_changed on accounts.session;
alter table accounts.session drop column impersonation_id;
drop table accounts.impersonation;
