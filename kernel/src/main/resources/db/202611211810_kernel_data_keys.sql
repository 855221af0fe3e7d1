-- // Data keys, which encrypt what must be readable again, wrapped by the master key.
create table kernel.data_keyset (
  one boolean primary key default true check (one),
  wrapped bytea not null,
  wrapped_by bigint not null,
  changed_at timestamptz not null default clock_timestamp()
);
comment on column kernel.data_keyset.wrapped is
  'a Tink key set, encrypted under the master key, which is in a file outside the database';
grant select, insert, update on kernel.data_keyset to freehold_platform;

-- //@UNDO
drop table kernel.data_keyset;
