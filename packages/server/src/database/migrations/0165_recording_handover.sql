-- Hand-over of what was recorded (R-REC-03): a sheet is written once and answered once.
create table recording_handover (
  id uuid primary key,
  key uuid not null unique,
  meeting_id text not null references meeting (id),
  number integer not null check (number >= 1),
  items jsonb not null,
  documents text,
  medium text not null check (medium in ('network', 'drive')),
  mark text,
  from_unit text not null,
  to_organisation_id text not null references organisation (id),
  to_unit text not null,
  note text,
  given_at timestamptz not null,
  given_by text not null references user_account (id),
  given_name text not null,
  seal bytea not null check (octet_length(seal) = 32),
  answer text check (answer in ('received', 'returned')),
  answered_at timestamptz check (answered_at >= given_at),
  answered_by text references user_account (id),
  answered_name text,
  answered_position text,
  answered_words text,
  unique (meeting_id, number),
  check ((answer is null) = (answered_at is null)),
  check ((answer is null) = (answered_by is null)),
  check ((answer is null) = (answered_name is null)),
  check ((answer is null) = (answered_position is null)),
  check (answer is distinct from 'returned' or answered_words is not null),
  -- Whoever gives does not receive.
  constraint recording_handover_two_people check (answered_by <> given_by)
);
create unique index recording_handover_open on recording_handover (meeting_id) where answer is null;

create function keep_handover() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.answer is not null
     or (new.id, new.key, new.meeting_id, new.number, new.items, new.medium, new.from_unit, new.to_organisation_id,
         new.to_unit, new.given_at, new.given_by, new.given_name, new.seal)
        is distinct from
        (old.id, old.key, old.meeting_id, old.number, old.items, old.medium, old.from_unit, old.to_organisation_id,
         old.to_unit, old.given_at, old.given_by, old.given_name, old.seal)
     or new.documents is distinct from old.documents or new.mark is distinct from old.mark
     or new.note is distinct from old.note then
    raise exception 'a hand-over sheet is answered once and never changed' using constraint = 'recording_handover_kept';
  end if;
  return new;
end $$;
create trigger recording_handover_kept before update or delete on recording_handover
  for each row execute function keep_handover();

-- Requests of other bodies for what was recorded (R-REC-05).
create table recording_request (
  id uuid primary key,
  key uuid not null unique,
  meeting_id text not null references meeting (id),
  organisation_id text references organisation (id),
  organisation text not null,
  user_id text not null references user_account (id),
  by_name text not null,
  position text not null,
  purpose text not null,
  part text not null check (part in ('film', 'audio')),
  at timestamptz not null,
  decision text check (decision in ('granted', 'refused')),
  refusal text,
  decided_at timestamptz check (decided_at >= at),
  decided_by text references user_account (id),
  decided_name text,
  words text,
  until timestamptz,
  -- What was granted and taken back.
  ended_at timestamptz,
  check ((decision is null) = (decided_at is null)),
  check ((decision is null) = (words is null)),
  check ((decision is not distinct from 'granted') = (until is not null)),
  check ((decision is not distinct from 'refused') = (refusal is not null)),
  check (ended_at is null or decision = 'granted')
);
create index recording_request_meeting on recording_request (meeting_id, at desc);
create unique index recording_request_open on recording_request (meeting_id, user_id, part) where decision is null;
