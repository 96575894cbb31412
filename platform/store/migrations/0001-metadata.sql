-- What an org is made of besides its records. Runs with the org's schema as search_path, once, in a transaction.

create table fw_org (
  is_only boolean primary key default true check (is_only),
  name text not null,
  org_id text not null,
  -- Owns and creates what nobody signed in for.
  system_user_id text not null,
  -- Version of the model that is live; 0 before the first deploy. Written last by every deploy.
  version bigint not null default 0,
  created_at timestamptz not null default now()
);

-- Metadata as last deployed: the packages, their elements and the org's own layer.
create table fw_metadata (
  part text not null check (part in ('package', 'element', 'customization', 'withdrawn')),
  key text not null,
  -- json, not jsonb: values come back exactly as they were written.
  value json not null,
  primary key (part, key)
);

-- Names and prefixes that were given to objects; rows are never removed and never changed.
create table fw_object (
  name text primary key,
  prefix text collate "C" not null unique check (length(prefix) = 3),
  table_name text not null unique
);

-- Columns that were given to fields. A retired one belonged to a type that its field no longer has.
create table fw_column (
  table_name text not null references fw_object (table_name),
  column_name text not null,
  object text not null,
  field text not null,
  field_type text not null,
  sql_type text not null,
  points_to text,
  is_retired boolean not null default false,
  primary key (table_name, column_name)
);

create unique index fw_column_of_field on fw_column (object, field) where not is_retired;

-- Every deploy that was applied, with what it did to fw_metadata, so that it can be undone.
create table fw_deploy (
  id text collate "C" primary key,
  kind text not null check (kind in ('packages', 'publish', 'rollback')),
  version bigint not null unique,
  from_version bigint not null,
  deployed_by text not null,
  deployed_at timestamptz not null default clock_timestamp(),
  note text not null,
  plan json not null,
  changes json not null,
  rollback_of text collate "C" references fw_deploy (id)
);

-- Ids are taken in blocks, so that saves do not wait for each other.
create sequence fw_id_block;
