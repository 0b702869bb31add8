-- Numbers of files follow each other without gaps within a year: the row is taken in the transaction that uses the number.
create table registration_number (
  year integer primary key check (year between 2000 and 9999),
  last integer not null check (last >= 1)
);

-- Found by number and by title; a title that is a state secret is not found by anybody.
alter table registration add column search_text text not null generated always as (
  fold_text(file_number || case when data -> 'secret' ->> 'declared' = 'true' then '' else ' ' || coalesce(data ->> 'title', '') end)
) stored;
create index registration_search on registration using gin (search_text gin_trgm_ops);

-- A file goes only the ways of R-REG-14; what it is known by stays.
create function check_registration_step() returns trigger language plpgsql as $$
declare
  preparation constant text[] := array['confirmed', 'noticed', 'planned', 'rehearsed', 'connected', 'ready'];
begin
  if (new.meeting_id, new.file_number, new.locality, new.created_by, new.created_at)
     is distinct from (old.meeting_id, old.file_number, old.locality, old.created_by, old.created_at) then
    raise exception 'file % keeps its number, place and author', old.file_number
      using errcode = 'check_violation', constraint = 'registration_identity';
  end if;
  if new.revision < old.revision then
    raise exception 'file % goes back to revision %', old.file_number, new.revision
      using errcode = 'check_violation', constraint = 'registration_revision';
  end if;
  if new.state = old.state
     or (old.state, new.state) in (('draft', 'registered'), ('draft', 'confirmed'), ('registered', 'underReview'),
       ('registered', 'confirmed'), ('underReview', 'confirmed'), ('registered', 'refused'), ('underReview', 'refused'),
       ('registered', 'draft'), ('underReview', 'draft'), ('underReview', 'registered'), ('live', 'ended'),
       ('ended', 'closed'))
     or (old.state = any (preparation) and new.state in ('registered', 'live'))
     or (array_position(preparation, new.state) > array_position(preparation, old.state))
     or (new.state = 'cancelled' and old.state not in ('live', 'ended', 'closed', 'refused')) then
    return new;
  end if;
  raise exception 'file % cannot go from % to %', old.file_number, old.state, new.state
    using errcode = 'check_violation', constraint = 'registration_step';
end $$;
create trigger registration_step before update on registration
  for each row execute function check_registration_step();
create trigger registration_stays before delete on registration
  for each row execute function refuse_change();
create trigger registration_no_truncate before truncate on registration
  for each statement execute function refuse_change();

-- A confirmed meeting was confirmed at some time; one that is not has no such time.
alter table registration add check (state not in ('confirmed', 'noticed', 'planned', 'rehearsed', 'connected', 'ready',
  'live', 'ended', 'closed') or confirmed_at is not null);

-- Steps of a file follow each other, and each begins where the last ended.
create function check_meeting_move_follows() returns trigger language plpgsql as $$
declare
  last_seq integer;
  last_state text;
begin
  select seq, to_state into last_seq, last_state from meeting_move where meeting_id = new.meeting_id
    order by seq desc limit 1;
  if new.seq <> coalesce(last_seq, 0) + 1 or new.from_state <> coalesce(last_state, 'draft') then
    raise exception 'step % of meeting % does not follow the last', new.seq, new.meeting_id
      using errcode = 'check_violation', constraint = 'meeting_move_follows';
  end if;
  return new;
end $$;
create trigger meeting_move_follows before insert on meeting_move
  for each row execute function check_meeting_move_follows();

-- The conference of a file starts only when the file says so, whoever starts it (R-REG-14).
create function check_meeting_confirmed() returns trigger language plpgsql as $$
begin
  if new.phase = 'live' and old.phase = 'scheduled' and exists (
    select from registration where meeting_id = new.id and state <> 'live') then
    raise exception 'meeting % is not confirmed', new.id
      using errcode = 'check_violation', constraint = 'meeting_confirmed';
  end if;
  return new;
end $$;
create constraint trigger meeting_confirmed after update of phase on meeting deferrable initially deferred
  for each row execute function check_meeting_confirmed();
