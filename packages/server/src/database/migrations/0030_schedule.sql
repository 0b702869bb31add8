-- A use of a room that is no conference; conferences may go before it (BD Đ7.8, QN Đ4.2).
create table local_use (
  id uuid primary key,
  room_id text not null references room (id),
  organisation_id text not null references organisation (id),
  title text not null check (length(title) between 3 and 200),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  state text not null default 'booked' check (state in ('booked', 'displaced', 'released')),
  created_by text not null references user_account (id),
  created_at timestamptz not null
);

-- How much there is of what several meetings share: ports of an MCU, streams of a link between two, meetings at once.
create table schedule_capacity (
  resource_kind text not null check (resource_kind in ('mcu', 'link', 'session')),
  resource_id text not null,
  available integer not null check (available >= 0),
  primary key (resource_kind, resource_id)
);

-- What a meeting, or another use, has taken and when. Asked for: not firm. Confirmed: firm.
create table booking (
  id bigint generated always as identity primary key,
  resource_kind text not null check (resource_kind in ('room', 'site', 'person', 'control', 'mcu', 'link', 'session')),
  resource_id text not null check (length(resource_id) between 1 and 100),
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)
    and lower(during) is not null and upper(during) is not null),
  meeting_id text references registration (meeting_id),
  local_use_id uuid references local_use (id),
  kind text not null check (kind in ('official', 'rehearsal', 'setup', 'local')),
  units integer not null default 1 check (units >= 1),
  priority integer not null default 0 check (priority between 0 and 100),
  is_firm boolean not null,
  check ((meeting_id is null) <> (local_use_id is null)),
  check ((kind = 'local') = (local_use_id is not null)),
  check (units = 1 or resource_kind in ('mcu', 'link', 'session')),
  -- Of what one at a time uses, nobody has two at once, whoever writes (R-SCH-01).
  constraint booking_one_at_a_time exclude using gist (resource_kind with =, resource_id with =, during with &&)
    where (is_firm and resource_kind in ('room', 'site', 'person', 'control'))
);
create index booking_during on booking using gist (during);
create index booking_meeting on booking (meeting_id);
create index booking_local_use on booking (local_use_id) where local_use_id is not null;
-- Who has this thing around that time: what every check asks.
create index booking_of_thing on booking using gist (resource_id, during, resource_kind);

-- Most that is taken at any instant of a time: it is reached where some booking begins.
create function most_taken(of_kind text, of_id text, span tstzrange) returns integer
  language sql stable strict
  return (
    select coalesce(max(taken), 0) from (
      select (
        select coalesce(sum(other.units), 0) from booking other
          where other.is_firm and other.resource_kind = of_kind and other.resource_id = of_id and other.during @> moment.at
      ) as taken
      from (
        select lower(span) as at
        union
        select lower(during) from booking
          where is_firm and resource_kind = of_kind and resource_id = of_id and during && span and lower(during) > lower(span)
      ) moment
    ) sums
  );

-- Nobody firmly has more of a shared thing than there is (R-SCH-07). Writers of one thing follow each other.
create function check_capacity() returns trigger language plpgsql as $$
declare
  there_is integer;
begin
  select available into there_is from schedule_capacity
    where resource_kind = new.resource_kind and resource_id = new.resource_id for update;
  if found and most_taken(new.resource_kind, new.resource_id, new.during) > there_is then
    raise exception '% % has only %', new.resource_kind, new.resource_id, there_is
      using errcode = 'check_violation', constraint = 'booking_within_capacity';
  end if;
  return null;
end $$;
create trigger booking_within_capacity after insert or update on booking for each row
  when (new.is_firm and new.resource_kind in ('mcu', 'link', 'session')) execute function check_capacity();

-- Who had to give way to whom; never changed but for what the host was told.
create table displacement (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  by_meeting_id text not null references registration (meeting_id),
  meeting_id text references registration (meeting_id),
  local_use_id uuid references local_use (id),
  during tstzrange not null check (not isempty(during)),
  slots jsonb,
  told_at timestamptz,
  check ((meeting_id is null) <> (local_use_id is null)),
  check (meeting_id is distinct from by_meeting_id),
  check ((told_at is null) = (slots is null))
);
create index displacement_by on displacement (by_meeting_id);
create index displacement_of on displacement (meeting_id);
create function check_displacement_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.told_at is null and (new.id, new.at, new.by_meeting_id, new.meeting_id, new.local_use_id,
      new.during) is not distinct from (old.id, old.at, old.by_meeting_id, old.meeting_id, old.local_use_id, old.during)
  then
    return new;
  end if;
  raise exception 'displacement is append-only' using errcode = 'restrict_violation';
end $$;
create trigger displacement_kept before update or delete on displacement
  for each row execute function check_displacement_kept();
create trigger displacement_no_truncate before truncate on displacement
  for each statement execute function refuse_change();

-- Half days of rehearsal reserved for a large meeting (R-SCH-06).
create table rehearsal_wave (
  meeting_id text not null references registration (meeting_id),
  stage integer not null check (stage between 1 and 6),
  name text not null,
  -- The organisation whose sites gather; empty: all together.
  group_id text not null,
  during tstzrange not null check (not isempty(during)),
  site_ids text[] not null check (cardinality(site_ids) >= 1),
  primary key (meeting_id, stage, group_id)
);

-- Addresses for calendar programs: whoever has one reads, until it is revoked.
create table calendar_feed (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  scope jsonb not null,
  user_id text not null references user_account (id),
  created_at timestamptz not null,
  last_read_at timestamptz,
  revoked_at timestamptz check (revoked_at >= created_at)
);
create index calendar_feed_user on calendar_feed (user_id) where revoked_at is null;
