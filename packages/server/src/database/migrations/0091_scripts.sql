-- The running order of a meeting while it is being written (R-PLN-05).
create table script_draft (
  meeting_id text primary key references registration (meeting_id),
  revision integer not null check (revision >= 1),
  segments jsonb not null check (jsonb_typeof(segments) = 'array'),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);

-- As it was approved: never changed, a later one is a further version.
create table script_version (
  meeting_id text not null references registration (meeting_id),
  version integer not null check (version >= 1),
  -- Of the draft that was approved.
  revision integer not null check (revision >= 1),
  segments jsonb not null check (jsonb_typeof(segments) = 'array'),
  approved_at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  primary key (meeting_id, version),
  unique (meeting_id, revision)
);
create trigger script_version_append_only before update or delete on script_version
  for each row execute function refuse_change();
create trigger script_version_no_truncate before truncate on script_version
  for each statement execute function refuse_change();
