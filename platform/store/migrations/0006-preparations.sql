-- What a deploy makes beside the people who work, before it is live; gone with its commit, or when it is given up.
create table fw_preparation (
  -- Of what is to be made: the same deploy, repeated, goes on where it was.
  digest text primary key,
  deployed_by text not null,
  note text not null,
  from_version bigint not null,
  -- The process of PostgreSQL that makes it, and ours.
  backend integer not null,
  process text not null,
  started_at timestamptz not null default clock_timestamp(),
  -- It must not become live: a save was not to be refused by this index, which is not live yet, and by which value.
  abandoned_index text,
  abandoned_value text
);

-- Written before each thing is made, so that nothing is left behind by a process that died.
create table fw_prepared (
  digest text not null references fw_preparation (digest) on delete cascade,
  kind text not null check (kind in ('column', 'index', 'function', 'sequence', 'values')),
  table_name text not null,
  name text not null,
  -- Up to which record values are filled in.
  last_id text collate "C",
  primary key (digest, kind, table_name, name)
);

-- What is left to do after a commit: by the deploy itself, else by the next one or the next start.
create table fw_finish (
  position bigint generated always as identity primary key,
  version bigint not null,
  step json not null
);

-- Deploys that were checked, to be applied later by their tokens as they were then.
create table fw_validated (
  -- SHA-256 of the token; the token itself is nowhere.
  hash bytea primary key,
  -- Digest of the packages and of what else was asked.
  digest text not null,
  request json not null,
  plan json not null,
  from_version bigint not null,
  checked_by text not null,
  checked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- The deploy that applied it.
  used_by text collate "C" references fw_deploy (id)
);

create index fw_validated_by_expiry on fw_validated (expires_at);
