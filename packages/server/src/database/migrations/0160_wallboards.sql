-- Screens on a wall: whoever has the address sees the running meeting, and can do nothing.
create table wallboard (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  name text not null check (length(name) between 2 and 100),
  -- Null: whatever meeting runs.
  meeting_id text references meeting (id),
  issued_by text not null references user_account (id),
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at and expires_at <= issued_at + interval '90 days'),
  withdrawn_at timestamptz,
  withdrawn_by text references user_account (id),
  last_opened_at timestamptz,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index wallboard_by_meeting on wallboard (meeting_id);
