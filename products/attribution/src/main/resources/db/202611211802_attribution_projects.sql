-- // Apps that belong to a project, and their links with them.
alter table attribution.app
  add column project_id uuid,
  add foreign key (tenant_id, project_id) references accounts.project (tenant_id, id);
create index app_project on attribution.app (tenant_id, project_id);
grant update (project_id) on attribution.app to freehold_app;
call kernel.limit_to_project('attribution.app', 'project_id');
call kernel.limit_to_project_of('attribution.link', 'app_id', 'attribution.app');

-- //@UNDO
drop policy project on attribution.link;
drop policy project on attribution.app;
alter table attribution.app drop column project_id;
