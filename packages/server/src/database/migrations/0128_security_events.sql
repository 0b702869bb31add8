-- Attempts on the system and changes to it, as they are noticed, and what was done about them (R-MON-06).
create table security_event (
  id text primary key,
  kind text not null
    check (kind in ('signInFailures', 'unknownCalls', 'addressChange', 'portChange', 'adminAction')),
  subject text not null check (length(subject) <= 200),
  by_name text,
  count integer not null check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null check (last_at >= first_at),
  meeting_id text references meeting (id),
  -- The same happening found again makes no further event.
  fingerprint text not null unique,
  state text not null default 'open' check (state in ('open', 'handled', 'dismissed')),
  handling text check (length(handling) between 3 and 1000),
  handled_at timestamptz,
  handled_by_name text,
  check ((state = 'open') = (handled_at is null)),
  check ((handled_at is null) = (handling is null)),
  check ((handled_at is null) = (handled_by_name is null))
);
create index security_event_open on security_event (last_at desc) where state = 'open';
create trigger security_event_no_truncate before truncate on security_event
  for each statement execute function refuse_change();

-- Devices of rooms that answered in the night although nothing was held there (R-MON-07).
create table device_left_on (
  site_id text not null references site (id),
  -- Day on whose morning it is listed.
  night_of date not null,
  at timestamptz not null,
  address text not null check (length(address) <= 100),
  primary key (site_id, night_of)
);
create trigger device_left_on_append_only before update or delete on device_left_on
  for each row execute function refuse_change();
create trigger device_left_on_no_truncate before truncate on device_left_on
  for each statement execute function refuse_change();
