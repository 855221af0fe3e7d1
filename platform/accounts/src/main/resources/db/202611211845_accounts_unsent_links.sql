-- // Links of mails that no server could send, for the operator to hand on.
create table accounts.unsent_link (
  id uuid primary key default kernel.new_id(),
  kind text not null check (kind in ('verify_email', 'reset_password')),
  email text not null,
  -- Encrypted under the keys of this installation, and only until it expires.
  link bytea not null check (length(link) between 1 and 2000),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  shown_at timestamptz
);
create index unsent_link_by_expiry on accounts.unsent_link (expires_at);
call kernel.audit('accounts.unsent_link', 'link');
grant select, insert, update (shown_at), delete on accounts.unsent_link to freehold_platform;

-- //@UNDO
drop table accounts.unsent_link;
