-- What an org is for, where it came from and when it goes.

alter table fw_org
  add column kind text not null default 'production' check (kind in ('production', 'sandbox', 'training', 'scratch')),
  add column created_by text not null default 'unknown',
  -- The org that it was cloned from: as it was called then, its id, and which version of it.
  add column source_name text,
  add column source_org_id text,
  add column source_version bigint,
  -- After it a scratch org is removed; no other ever is.
  add column expires_at timestamptz check (expires_at is null or kind = 'scratch');

alter table fw_deploy drop constraint fw_deploy_kind_check;
alter table fw_deploy
  add constraint fw_deploy_kind_check check (kind in ('packages', 'publish', 'rollback', 'clone'));
