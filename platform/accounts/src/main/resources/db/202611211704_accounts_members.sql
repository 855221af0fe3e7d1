-- // Members who can be suspended, invitations, and a tenant that always keeps an owner.
alter table accounts.member
  add column status text not null default 'active' check (status in ('active', 'suspended')),
  add column version bigint not null default 1,
  add column updated_at timestamptz not null default now();
create trigger touch before update on accounts.member for each row execute function kernel.touch();
grant update (role, status) on accounts.member to freehold_app;

-- Whoever takes the last active owner away, by whichever way, is refused. Two owners who leave at
-- the same moment wait for each other at the tenant's row, and the second sees that the first left.
create function accounts.keep_owner() returns trigger
language plpgsql
as $$
declare
  open boolean;
begin
  if old.role <> 'owner' or old.status <> 'active'
    or (tg_op = 'UPDATE' and new.role = 'owner' and new.status = 'active') then
    return coalesce(new, old);
  end if;
  select deleted_at is null into open
  from accounts.tenant where tenant_id = old.tenant_id for no key update;
  if open and not exists (
      select from accounts.member
      where tenant_id = old.tenant_id and id <> old.id and role = 'owner' and status = 'active') then
    raise exception 'a tenant keeps an active owner'
      using errcode = 'check_violation', constraint = 'tenant_keeps_owner';
  end if;
  return coalesce(new, old);
end
$$;
create trigger keep_owner before update or delete on accounts.member
  for each row execute function accounts.keep_owner();

alter table accounts.tenant add column allowed_email_domains text[] not null default '{}'
  check (cardinality(allowed_email_domains) <= 50);
grant update (allowed_email_domains) on accounts.tenant to freehold_app;

create table accounts.invitation (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  email text not null check (length(email) between 3 and 254),
  role text not null check (role in ('owner', 'admin', 'manager', 'member', 'viewer')),
  -- Null until the job that mails the link has made one: no secret waits in a queue.
  token_hash bytea check (length(token_hash) = 32),
  invited_by uuid,
  invited_by_name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index invitation_open on accounts.invitation (tenant_id, lower(email))
  where accepted_at is null and revoked_at is null;
create index invitation_token on accounts.invitation (token_hash)
  where accepted_at is null and revoked_at is null;
call kernel.scope_to_tenant('accounts.invitation');
call kernel.audit('accounts.invitation', 'token_hash');
grant select, insert,
  update (role, token_hash, invited_by, invited_by_name, expires_at, sent_at, revoked_at)
  on accounts.invitation to freehold_app;
grant select, update (accepted_at) on accounts.invitation to freehold_platform;

grant select (tenant_id, user_id, role, status) on accounts.member to freehold_lookup;

-- //@UNDO
revoke select (status) on accounts.member from freehold_lookup;
drop table accounts.invitation;
alter table accounts.tenant drop column allowed_email_domains;
drop trigger keep_owner on accounts.member;
drop function accounts.keep_owner();
drop trigger touch on accounts.member;
-- Without the column there is no way to keep somebody out but to remove them.
delete from accounts.member where status = 'suspended';
alter table accounts.member drop column status, drop column version, drop column updated_at;
