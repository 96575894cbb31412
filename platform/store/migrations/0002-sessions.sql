-- Who is signed in, by the SHA-256 of the secret that they hold; the secret itself is nowhere.

create table fw_session (
  hash bytea primary key,
  kind text not null check (kind in ('access', 'refresh', 'code', 'browser')),
  user_id text collate "C" not null,
  client_id text,
  scope text not null,
  -- What an authorisation code is bound to.
  details jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index fw_session_by_expiry on fw_session (expires_at);
create index fw_session_by_user on fw_session (user_id);
