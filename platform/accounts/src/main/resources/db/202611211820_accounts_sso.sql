-- // Single sign-on: a tenant's identity provider, the domains it speaks for, whom it vouched for.

-- Whom a provider vouched for needs no password.
alter table accounts.user_account alter column password_hash drop not null;

create table accounts.identity_provider (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  issuer text not null check (length(issuer) between 8 and 500),
  client_id text not null check (length(client_id) between 1 and 255),
  client_secret bytea not null,
  default_role text not null check (default_role in ('admin', 'manager', 'member', 'viewer')),
  enforced boolean not null,
  trusts_second_factor boolean not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id)
);
create trigger touch before update on accounts.identity_provider
  for each row execute function kernel.touch();
call kernel.scope_to_tenant('accounts.identity_provider');
call kernel.audit('accounts.identity_provider', 'client_secret');
grant select, insert,
  update (client_id, client_secret, default_role, enforced, trusts_second_factor), delete
  on accounts.identity_provider to freehold_app;
grant select on accounts.identity_provider to freehold_platform;

-- A claim routes nobody. It becomes a proof by a record in the domain's DNS, one tenant's at most.
create table accounts.sso_domain (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  domain text not null check (domain = lower(domain) and length(domain) between 3 and 189),
  challenge text not null check (length(challenge) = 43),
  created_at timestamptz not null default now(),
  proven_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, domain)
);
create unique index sso_domain_proven on accounts.sso_domain (domain) where proven_at is not null;
call kernel.scope_to_tenant('accounts.sso_domain');
call kernel.audit('accounts.sso_domain');
grant select, insert, update (proven_at), delete on accounts.sso_domain to freehold_app;
grant select on accounts.sso_domain to freehold_platform;

-- Which member a subject of the provider is. It ends with the provider and with the membership.
create table accounts.sso_identity (
  tenant_id uuid not null default kernel.current_tenant() references accounts.tenant (tenant_id),
  id uuid not null default kernel.new_id(),
  provider_id uuid not null,
  subject text not null check (length(subject) between 1 and 255),
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, provider_id, subject),
  unique (tenant_id, provider_id, user_id),
  foreign key (tenant_id, provider_id) references accounts.identity_provider (tenant_id, id)
    on delete cascade,
  foreign key (tenant_id, user_id) references accounts.member (tenant_id, user_id)
    on delete cascade
);
create index sso_identity_by_user on accounts.sso_identity (tenant_id, user_id);
call kernel.scope_to_tenant('accounts.sso_identity');
call kernel.audit('accounts.sso_identity');
grant select on accounts.sso_identity to freehold_app;
grant select, insert on accounts.sso_identity to freehold_platform;

-- A login on its way to the provider and back, good once and in one browser. The browser keeps the
-- half of it that the nonce and the code verifier are made of. One that comes back for somebody who
-- must first show that the account is theirs waits under another state, with what was vouched for.
create table accounts.sso_attempt (
  state_hash bytea primary key check (length(state_hash) = 32),
  browser_hash bytea not null check (length(browser_hash) = 32),
  tenant_id uuid not null,
  provider_id uuid not null,
  next text not null check (length(next) <= 2000),
  subject text check (length(subject) between 1 and 255),
  email text check (length(email) between 3 and 254),
  wrong_proofs int not null default 0,
  expires_at timestamptz not null,
  foreign key (tenant_id, provider_id) references accounts.identity_provider (tenant_id, id)
    on delete cascade
);
create index sso_attempt_by_expiry on accounts.sso_attempt (expires_at);
create index sso_attempt_by_provider on accounts.sso_attempt (tenant_id, provider_id);
grant select, insert, update (wrong_proofs), delete on accounts.sso_attempt to freehold_platform;

-- A session that a tenant's provider vouched for opens that tenant, and ends with the provider.
alter table accounts.session
  add column provider_tenant uuid,
  add column provider_id uuid,
  add check ((provider_tenant is null) = (provider_id is null)),
  add foreign key (provider_tenant, provider_id)
    references accounts.identity_provider (tenant_id, id) on delete cascade;
create index session_by_provider on accounts.session (provider_tenant, provider_id)
  where provider_id is not null;

-- Whether a member of this role must come through the provider. Owners need not: somebody has to
-- get in when the provider is down.
create function accounts.needs_single_sign_on(tenant uuid, role text) returns boolean
language sql stable
as $$
  select role <> 'owner' and exists (
    select from accounts.identity_provider p where p.tenant_id = tenant and p.enforced)
$$;
revoke execute on function accounts.needs_single_sign_on(uuid, text) from public;
grant execute on function accounts.needs_single_sign_on(uuid, text) to freehold_platform;

-- How a session began, and whether that opens the tenant that it is in.
create policy lookup on accounts.identity_provider for select to freehold_lookup using (true);
grant select (tenant_id, id, enforced, trusts_second_factor)
  on accounts.identity_provider to freehold_lookup;
grant select (provider_tenant, provider_id) on accounts.session to freehold_lookup;
create function lookup.session_way(wanted_hash bytea)
returns table (single_sign_on boolean, trusts_second_factor boolean, refused boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.provider_id is not null, coalesce(own.trusts_second_factor, false),
    case
      when s.provider_id is not null then s.provider_tenant <> home.tenant_id
      else coalesce(m.role <> 'owner', false) and coalesce(theirs.enforced, false)
    end
  from accounts.session s
  join accounts.tenant t on t.tenant_id = s.tenant_id
  join accounts.tenant home on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
  left join accounts.member m on m.tenant_id = home.tenant_id and m.user_id = s.user_id
  left join accounts.identity_provider own
    on own.tenant_id = s.provider_tenant and own.id = s.provider_id
  left join accounts.identity_provider theirs on theirs.tenant_id = home.tenant_id
  where s.token_hash = wanted_hash
$$;
revoke execute on function lookup.session_way(bytea) from public;
alter function lookup.session_way(bytea) owner to freehold_lookup;
grant execute on function lookup.session_way(bytea) to freehold_app;

create trigger access_changed
  after update of enforced, trusts_second_factor or delete on accounts.identity_provider
  for each row execute function accounts.tell_access_changed('tenant_id');
create function accounts.tell_provider_added() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('freehold_access', new.tenant_id::text);
  return null;
end
$$;
create trigger access_added after insert on accounts.identity_provider
  for each row execute function accounts.tell_provider_added();

-- //@UNDO
drop function lookup.session_way(bytea);
drop function accounts.needs_single_sign_on(uuid, text);
-- Without the column such a session would open every tenant of its person.
delete from accounts.session where provider_id is not null;
revoke select (provider_tenant, provider_id) on accounts.session from freehold_lookup;
alter table accounts.session drop column provider_id, drop column provider_tenant;
drop table accounts.sso_attempt;
drop table accounts.sso_identity;
drop table accounts.sso_domain;
drop table accounts.identity_provider;
drop function accounts.tell_provider_added();
-- A hash that no password has.
update accounts.user_account set password_hash = 'none' where password_hash is null;
alter table accounts.user_account alter column password_hash set not null;
