-- // Apps and links of callers who were granted single apps.
call kernel.limit_to_grants('attribution.app', 'attribution.app', 'id');
call kernel.limit_to_grants('attribution.link', 'attribution.app', 'app_id');

-- //@UNDO
drop policy reach on attribution.link;
drop policy reach on attribution.app;
