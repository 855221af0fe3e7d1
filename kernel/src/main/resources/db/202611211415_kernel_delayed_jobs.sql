-- // Jobs that begin after a while.
drop function kernel.schedule_job(uuid);
create function kernel.schedule_job(job_id uuid, delay_seconds double precision) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into kernel.scheduled_task (task_name, task_instance, execution_time, picked, version)
  values (
    'job',
    kernel.current_tenant()::text || '/' || job_id::text,
    now() + make_interval(secs => delay_seconds),
    false,
    1)
$$;
revoke execute on function kernel.schedule_job(uuid, double precision) from public;
grant execute on function kernel.schedule_job(uuid, double precision) to freehold_app;

-- //@UNDO
drop function kernel.schedule_job(uuid, double precision);
create function kernel.schedule_job(job_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into kernel.scheduled_task (task_name, task_instance, execution_time, picked, version)
  values ('job', kernel.current_tenant()::text || '/' || job_id::text, now(), false, 1)
$$;
revoke execute on function kernel.schedule_job(uuid) from public;
grant execute on function kernel.schedule_job(uuid) to freehold_app;
