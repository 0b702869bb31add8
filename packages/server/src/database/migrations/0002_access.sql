create table user_account (
  id text primary key,
  login text not null check (login = lower(login)),
  name text not null,
  role text not null check (role in ('operator', 'chair', 'technician', 'observer', 'administrator')),
  site_id text references site (id),
  password_hash text not null,
  failed_count integer not null default 0 check (failed_count >= 0),
  locked_until timestamptz,
  disabled boolean not null default false,
  -- Whoever sits at a site must say which one.
  check (role not in ('chair', 'technician') or site_id is not null)
);
create unique index user_account_login on user_account (login);

-- Only the SHA-256 of a token is kept: reading the table does not let anybody in.
create table user_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  user_id text not null references user_account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  ended_at timestamptz
);
create index user_session_user on user_session (user_id);

-- Append-only: every command, sign-in, ticket and room link, allowed or refused.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'room', 'node', 'anonymous', 'system')),
  actor_id text,
  actor_name text,
  action text not null,
  meeting_id text,
  subject text,
  outcome text not null check (outcome in ('allowed', 'refused')),
  code text,
  facts jsonb not null default '{}',
  correlation_id text,
  check ((outcome = 'refused') = (code is not null))
);
create index audit_at on audit (at desc);
create index audit_meeting on audit (meeting_id, id);
create trigger audit_append_only before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function refuse_change();
