-- What each meeting owes, as last computed: lists and alerts read it, the explanation is in `entry`.
create table deadline (
  meeting_id text not null references registration (meeting_id),
  deadline_id text not null,
  key text not null,
  owes text[] not null,
  due_at timestamptz,
  state text not null check (state in ('pending', 'met', 'late', 'waived', 'impossible', 'void')),
  entry jsonb not null,
  calendar_version integer not null references calendar_version (version),
  updated_at timestamptz not null,
  primary key (meeting_id, deadline_id),
  -- A duty without an instant cannot be late.
  check (state not in ('late', 'impossible') or due_at is not null)
);
create index deadline_open on deadline (due_at) where state in ('pending', 'late');

-- Somebody said it was done; the first word stands.
create table deadline_report (
  meeting_id text not null references registration (meeting_id),
  deadline_id text not null,
  at timestamptz not null,
  reported_at timestamptz not null check (reported_at >= at),
  user_id text references user_account (id),
  by_name text not null,
  note text,
  primary key (meeting_id, deadline_id)
);

create table deadline_waiver (
  meeting_id text not null references registration (meeting_id),
  deadline_id text not null,
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  reason text not null check (length(reason) >= 3),
  primary key (meeting_id, deadline_id)
);

-- Every change of a duty, for whoever asks later why and when.
create table deadline_change (
  id bigint generated always as identity primary key,
  meeting_id text not null references registration (meeting_id),
  deadline_id text not null,
  at timestamptz not null,
  from_state text,
  to_state text not null,
  due_before timestamptz,
  due_after timestamptz,
  cause text not null check (cause in ('registration', 'calendar', 'time', 'report', 'waiver')),
  by_name text
);
create index deadline_change_meeting on deadline_change (meeting_id, id);
create trigger deadline_change_append_only before update or delete on deadline_change
  for each row execute function refuse_change();
create trigger deadline_change_no_truncate before truncate on deadline_change
  for each statement execute function refuse_change();
