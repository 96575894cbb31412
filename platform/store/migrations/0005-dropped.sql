-- Columns and tables that no field or object shows any more. They keep their values for a time, then they are purged.

create table fw_dropped (
  id bigint generated always as identity primary key,
  table_name text not null,
  -- '' stands for the whole table.
  column_name text not null,
  -- What it was there for: field:Order__c.Notes__c, object:Order__c.
  element text not null,
  dropped_by text not null,
  deploy text collate "C" not null references fw_deploy (id),
  dropped_at timestamptz not null,
  kept_until timestamptz not null,
  -- Rows of what was purged stay, so that a rollback can say that the values are gone.
  purged_at timestamptz,
  purged_by text
);

create unique index fw_dropped_kept on fw_dropped (table_name, column_name) where purged_at is null;

-- Counts purges: names of tables and columns that were read before one are out of date.
alter table fw_org add column purges bigint not null default 0;
