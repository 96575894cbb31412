-- Packages that came with conflicts and wait for a person to decide them. The latest attempt replaces the one before.

create table fw_waiting (
  is_only boolean primary key default true check (is_only),
  -- Rows as in fw_metadata: the packages and their elements.
  packages json not null,
  came_by text not null,
  came_at timestamptz not null default clock_timestamp(),
  note text not null
);
