-- What a locality's regulation says is a document (contracts/regulation/profile.ts), one row for each version of it.
create table regulation_profile (
  locality text not null,
  version integer not null check (version >= 1),
  valid_from date not null,
  valid_to date,
  document jsonb not null,
  loaded_at timestamptz not null default now(),
  primary key (locality, version),
  check (valid_to >= valid_from),
  check (document ->> 'locality' = locality and (document ->> 'version')::integer = version)
);
-- Meetings were held by it: a version is ended by a date and never rewritten.
create trigger regulation_profile_stays before delete or update of locality, version, valid_from, document
  on regulation_profile for each row execute function refuse_change();
create trigger regulation_profile_no_truncate before truncate on regulation_profile
  for each statement execute function refuse_change();

-- The values are in the profiles now; here only which localities there are and whose installation this is.
alter table locality_profile drop column cascade_allowed;
alter table locality_profile drop column bring_up_limit_ms;
alter table locality_profile drop column source;
alter table locality_profile rename column in_force to is_home;
alter table locality_profile rename to locality;
alter index locality_profile_in_force rename to locality_one_home;

-- Every change of the calendar is a version; each deadline says by which it was computed.
create table calendar_version (
  version integer primary key check (version >= 1),
  at timestamptz not null default now(),
  made_by text references user_account (id),
  reason text not null check (length(reason) >= 3),
  weekly_rest integer[] not null check (weekly_rest <@ array[1, 2, 3, 4, 5, 6, 7]),
  -- The span within which the list of special days is complete.
  from_on date not null,
  to_on date not null check (to_on > from_on)
);
create trigger calendar_version_append_only before update or delete on calendar_version
  for each row execute function refuse_change();

create table calendar_day (
  id bigint generated always as identity primary key,
  on_day date not null,
  scope_kind text not null check (scope_kind in ('nation', 'province', 'organisation')),
  -- Locality or organisation; empty for the nation.
  scope_id text not null,
  type text not null check (type in ('publicHoliday', 'dayInLieu', 'swappedFree', 'swappedWorking', 'halfDay',
    'localClosure', 'weeklyRest', 'working')),
  name text not null check (length(name) >= 1),
  ends_at text check (ends_at ~ '^\d\d:\d\d$'),
  status text not null check (status in ('confirmed', 'unconfirmed', 'proposed')),
  source text not null,
  since_version integer not null references calendar_version (version),
  -- The version that replaced this row; null while it counts.
  until_version integer references calendar_version (version),
  check ((scope_kind = 'nation') = (scope_id = '')),
  check ((type = 'halfDay') = (ends_at is not null)),
  check (until_version > since_version)
);
create unique index calendar_day_once on calendar_day (on_day, scope_kind, scope_id) where until_version is null;
create index calendar_day_on on calendar_day (on_day);

-- A meeting keeps the version in force when it was registered (R-PROF-02); those of earlier releases have none.
alter table meeting add column locality text;
alter table meeting add column regulation_version integer;
alter table meeting add column kind text;
alter table meeting add column urgency text check (urgency in ('planned', 'urgent'));
alter table meeting add foreign key (locality, regulation_version) references regulation_profile (locality, version);
alter table meeting add check (num_nulls(locality, regulation_version, kind, urgency) in (0, 4));

create function keep_meeting_regulation() returns trigger language plpgsql as $$
begin
  if old.regulation_version is not null
     and (new.locality, new.regulation_version) is distinct from (old.locality, old.regulation_version) then
    raise exception 'meeting % keeps the regulation it was registered under', old.id
      using errcode = 'check_violation', constraint = 'meeting_keeps_regulation';
  end if;
  return new;
end $$;
create trigger meeting_keeps_regulation before update of locality, regulation_version on meeting
  for each row execute function keep_meeting_regulation();
