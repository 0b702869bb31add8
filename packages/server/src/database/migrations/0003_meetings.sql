create table meeting (
  id text primary key,
  title text not null check (length(title) between 3 and 300),
  phase text not null default 'scheduled' check (phase in ('scheduled', 'live', 'ended')),
  planned_start timestamptz not null,
  chair_site_id text not null references site (id),
  -- Milliseconds; null where the locality sets no limit for bringing a site up.
  bring_up_limit_ms integer check (bring_up_limit_ms > 0),
  -- False where the regulation profile has one MCU for all sites.
  cascade boolean not null,
  created_by text references user_account (id),
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  last_seq integer not null default 0 check (last_seq >= 0),
  check ((phase = 'scheduled') = (started_at is null)),
  check ((phase = 'ended') = (ended_at is not null)),
  check (ended_at >= started_at)
);

create function check_meeting_move() returns trigger language plpgsql as $$
begin
  if new.phase <> old.phase
     and (old.phase, new.phase) not in (('scheduled', 'live'), ('live', 'ended')) then
    raise exception 'meeting % cannot go from % to %', old.id, old.phase, new.phase
      using errcode = 'check_violation', constraint = 'meeting_phase_move';
  end if;
  return new;
end $$;
create trigger meeting_phase_move before update of phase on meeting
  for each row execute function check_meeting_move();

create table meeting_site (
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  may_present boolean not null,
  primary key (meeting_id, site_id)
);
-- The chair sits at one of the invited sites.
alter table meeting add constraint meeting_chair_invited
  foreign key (id, chair_site_id) references meeting_site (meeting_id, site_id) deferrable initially deferred;

create function check_site_admitted() returns trigger language plpgsql as $$
begin
  if not exists (select from site where id = new.site_id and status = 'admitted') then
    raise exception 'site % is not admitted', new.site_id
      using errcode = 'check_violation', constraint = 'meeting_site_admitted';
  end if;
  return new;
end $$;
create trigger meeting_site_admitted before insert or update of site_id on meeting_site
  for each row execute function check_site_admitted();

-- The meeting is this log; everything else can be computed from it.
create table meeting_event (
  meeting_id text not null references meeting (id),
  seq integer not null check (seq >= 1),
  at timestamptz not null,
  actor jsonb not null,
  command_id text,
  body jsonb not null,
  primary key (meeting_id, seq)
);
create trigger meeting_event_append_only before update or delete on meeting_event
  for each row execute function refuse_change();
create trigger meeting_event_no_truncate before truncate on meeting_event
  for each statement execute function refuse_change();

-- Numbers follow each other without gaps, also when two authorities write by mistake.
create function take_meeting_seq() returns trigger language plpgsql as $$
begin
  update meeting set last_seq = new.seq where id = new.meeting_id and last_seq = new.seq - 1;
  if not found then
    raise exception 'event % of meeting % does not follow the last', new.seq, new.meeting_id
      using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger meeting_event_follows before insert on meeting_event
  for each row execute function take_meeting_seq();

-- A command is carried out once; given again it is answered with this row.
create table meeting_command (
  command_id text primary key,
  meeting_id text not null references meeting (id),
  user_id text not null references user_account (id),
  at timestamptz not null,
  seq integer,
  code text,
  facts jsonb not null default '{}',
  check ((seq is null) <> (code is null))
);
alter table meeting_event add foreign key (command_id) references meeting_command (command_id)
  deferrable initially deferred;

create table meeting_snapshot (
  meeting_id text primary key references meeting (id),
  seq integer not null,
  at timestamptz not null,
  state jsonb not null
);

-- One row for every call of a site to the chair's screen, for the statistics of the 30-second rule.
create table bring_up (
  id text primary key,
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  requested_at timestamptz not null,
  requested_by text not null,
  state text not null check (state in ('requested', 'running', 'established', 'released', 'abandoned')),
  pushed_at timestamptz,
  layout_at timestamptz,
  chair_sees_at timestamptz,
  chair_hears_at timestamptz,
  site_sees_at timestamptz,
  site_hears_at timestamptz,
  established_at timestamptz,
  ended_at timestamptz,
  limit_ms integer check (limit_ms > 0),
  breached boolean not null,
  established_ms integer generated always as
    ((extract(epoch from established_at - requested_at) * 1000)::integer) stored,
  check (established_at >= requested_at),
  check (state not in ('released', 'abandoned') or ended_at is not null)
);
create index bring_up_meeting on bring_up (meeting_id, requested_at);

-- What went wrong, from when until when (drop of a site, link down, node not heard, media worker died).
create table incident (
  id text primary key,
  meeting_id text not null references meeting (id),
  kind text not null check (kind in ('siteDropped', 'linkDown', 'nodeLost', 'workerDied')),
  subject text not null,
  site_id text references site (id),
  node_id text references mcu_node (id),
  detail text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  duration_ms bigint generated always as
    ((extract(epoch from ended_at - started_at) * 1000)::bigint) stored,
  check (ended_at >= started_at)
);
-- The same thing cannot be broken twice at once.
create unique index incident_open on incident (meeting_id, kind, subject) where ended_at is null;
create index incident_meeting on incident (meeting_id, started_at);

-- Happenings that nodes reported; a second delivery is recognised.
create table node_happening (
  happening_id text primary key,
  node_id text not null references mcu_node (id),
  meeting_id text not null,
  at timestamptz not null
);

create table room_link (
  secret_hash bytea primary key check (length(secret_hash) = 32),
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  issued_by text not null references user_account (id),
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  used_at timestamptz
);

-- A device that sits in a site's room for one meeting.
create table room_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  link_hash bytea not null unique references room_link (secret_hash),
  opened_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > opened_at)
);
