-- A meeting's file from the first draft to its closing. Its plan for the conference (`meeting`) exists from its confirmation.
create table registration (
  meeting_id text primary key,
  file_number text not null unique,
  locality text not null,
  regulation_version integer not null,
  state text not null default 'draft' check (state in ('draft', 'registered', 'underReview', 'confirmed', 'refused',
    'noticed', 'planned', 'rehearsed', 'connected', 'ready', 'live', 'ended', 'closed', 'cancelled')),
  revision integer not null default 1 check (revision >= 1),
  data jsonb not null,
  reception jsonb,
  late_reason text,
  -- What lists are filtered and sorted by; written from `data` in the same statement.
  host_organisation_id text not null references organisation (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  created_by text not null references user_account (id),
  created_at timestamptz not null,
  registered_at timestamptz,
  decided_at timestamptz,
  confirmed_at timestamptz,
  foreign key (locality, regulation_version) references regulation_profile (locality, version),
  check (state in ('draft', 'cancelled') or registered_at is not null)
);
create index registration_state on registration (state, starts_at);
create index registration_host on registration (host_organisation_id, starts_at desc);
create index registration_starts on registration (starts_at);

-- Each step of its life; never changed.
create table meeting_move (
  meeting_id text not null references registration (meeting_id),
  seq integer not null check (seq >= 1),
  at timestamptz not null,
  actor_id text references user_account (id),
  actor_name text not null,
  from_state text not null,
  to_state text not null,
  act text not null,
  reason text,
  changed text[] not null,
  primary key (meeting_id, seq)
);
create trigger meeting_move_append_only before update or delete on meeting_move
  for each row execute function refuse_change();
create trigger meeting_move_no_truncate before truncate on meeting_move
  for each statement execute function refuse_change();
