create extension if not exists btree_gist;

-- Who works at which unit's sites (R-DIR-12). Nobody is deleted: whoever leaves has an end.
create table operator_person (
  id text primary key,
  organisation_id text not null references organisation (id),
  -- Null: serves all sites of the unit.
  site_id text references site (id),
  duty text not null check (duty in ('leader', 'main', 'support', 'mcu', 'contact')),
  name text not null check (length(name) between 2 and 200),
  title text check (length(title) <= 200),
  email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  telephone text check (telephone ~ '^[0-9+][0-9 .()-]{2,30}$'),
  trained_on date,
  from_on date not null,
  to_on date check (to_on >= from_on),
  revision integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index operator_person_organisation on operator_person (organisation_id);

-- Who is reachable when (R-DIR-16); a person is not on duty twice at the same time.
create table roster_shift (
  id text primary key,
  organisation_id text not null references organisation (id),
  person_id text not null references operator_person (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '7 days'),
  note text,
  created_at timestamptz not null,
  constraint roster_shift_once exclude using gist (person_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index roster_shift_time on roster_shift (organisation_id, starts_at);

-- Somebody left (R-DIR-14).
create table replacement (
  leaving_id text primary key references operator_person (id),
  ended_on date not null,
  due_on date,
  reason text,
  successor_id text references operator_person (id) check (successor_id <> leaving_id),
  notified_on date check (notified_on >= ended_on - 366),
  notice text,
  check (notified_on is null or successor_id is not null)
);

-- Somebody who must be trained (R-DIR-14, R-TRN-03).
create table training_need (
  id text primary key,
  person_id text not null references operator_person (id),
  cause text not null check (cause in ('replacement', 'appointment')),
  opened_on date not null,
  done_on date check (done_on >= opened_on),
  unique (person_id, cause)
);

-- One judgement of one condition of a site's room (R-DIR-10); a new one is a further row.
create table room_condition (
  id bigint generated always as identity primary key,
  site_id text not null references site (id),
  condition_key text not null,
  result text not null check (result in ('met', 'failed')),
  assessed_on date not null,
  assessor text not null check (length(assessor) >= 2),
  expires_on date check (expires_on >= assessed_on),
  note text,
  at timestamptz not null,
  by_name text not null
);
create index room_condition_site on room_condition (site_id, condition_key, id desc);
create trigger room_condition_append_only before update or delete on room_condition
  for each row execute function refuse_change();

-- House rules (R-DIR-11) and internal procedures (R-DIR-24): each version stays.
create table unit_document (
  id text primary key,
  organisation_id text not null references organisation (id),
  -- `roomRules`, or the key of a procedure in the regulation.
  kind text not null check (length(kind) between 2 and 40),
  version integer not null check (version >= 1),
  title text not null check (length(title) between 3 and 300),
  number text,
  parties text,
  body text not null check (octet_length(body) <= 2097152),
  issued_on date not null,
  at timestamptz not null,
  by_name text not null,
  unique (organisation_id, kind, version)
);
create trigger unit_document_append_only before update or delete on unit_document
  for each row execute function refuse_change();

-- Hung up in the room: a fact of its own, as it happens after the filing.
create table unit_document_posting (
  document_id text primary key references unit_document (id),
  posted_on date not null,
  place text not null check (length(place) >= 2),
  at timestamptz not null,
  by_name text not null
);

-- A plan for more sites than the quota (R-DIR-06).
create table quota_exception (
  id text primary key,
  organisation_id text not null references organisation (id),
  state text not null check (state in ('drafted', 'submitted', 'accepted', 'refused')),
  sites integer not null check (sites between 1 and 20),
  plan text not null check (length(plan) between 3 and 300),
  need text not null check (length(need) between 3 and 4000),
  responsible_id text not null references organisation (id),
  drafted_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  decision_number text,
  decision_on date,
  reason text,
  check (state = 'drafted' or submitted_at is not null),
  check (state <> 'accepted' or (decided_at is not null and decision_number is not null and decision_on is not null)),
  check (state <> 'refused' or (decided_at is not null and reason is not null))
);
create index quota_exception_organisation on quota_exception (organisation_id);

-- File of a site that wants to become part of the system (R-DIR-07, R-DIR-08).
create table admission (
  site_id text primary key references site (id),
  state text not null check (state in ('proposed', 'admitted', 'refused')),
  is_new_member boolean not null,
  -- Keys of the conditions that must be met, as the regulation named them when it was opened.
  required text[] not null,
  -- Admitted sites the organisation may have; null: any number. Frozen when it is decided.
  quota integer check (quota >= 0),
  opened_at timestamptz not null,
  opened_by text not null,
  decided_at timestamptz,
  decided_by text,
  reason text,
  check ((state = 'proposed') = (decided_at is null)),
  check (state <> 'refused' or reason is not null)
);

create table admission_evidence (
  id bigint generated always as identity primary key,
  site_id text not null references admission (site_id),
  condition_key text not null,
  result text not null check (result in ('met', 'failed')),
  evidence text not null check (length(evidence) between 3 and 2000),
  document_number text,
  assessed_on date not null,
  assessor text not null check (length(assessor) >= 2),
  at timestamptz not null,
  by_name text not null
);
create index admission_evidence_site on admission_evidence (site_id, condition_key, id desc);
create trigger admission_evidence_append_only before update or delete on admission_evidence
  for each row execute function refuse_change();

-- Admitted only with every required condition met by its newest evidence (HN Đ9).
create function check_admission() returns trigger language plpgsql as $$
declare
  open text;
begin
  if new.state <> 'admitted' then
    return new;
  end if;
  select key into open from unnest(new.required) as key
    where (select result from admission_evidence e where e.site_id = new.site_id and e.condition_key = key
             order by e.id desc limit 1) is distinct from 'met'
    limit 1;
  if open is not null then
    raise exception 'condition % of site % is open', open, new.site_id
      using errcode = 'check_violation', constraint = 'admission_complete';
  end if;
  return new;
end $$;
create trigger admission_complete before insert or update on admission
  for each row execute function check_admission();

-- Whether the home locality's regulation admits sites by conditions only.
create function admission_required() returns boolean language sql stable as $$
  select coalesce(bool_or((document #>> '{office,directory,admission,blocking}')::boolean), false)
  from (
    select document from regulation_profile
    where locality = (select code from locality where is_home)
    order by version desc limit 1
  ) newest
$$;

-- A site does not become part of the system past its admission, nor beyond its quota. What was part of it when the
-- installation was set up is inventory and comes in by insertion.
create function check_site_admission() returns trigger language plpgsql as $$
declare
  file admission;
  others integer;
begin
  if new.status <> 'admitted' or old.status not in ('proposed', 'closed') or not admission_required() then
    return new;
  end if;
  select * into file from admission where site_id = new.id;
  if file is null or file.state <> 'admitted' then
    raise exception 'site % has no admission', new.id
      using errcode = 'check_violation', constraint = 'site_admission';
  end if;
  if file.quota is not null then
    perform pg_advisory_xact_lock(hashtextextended('quota:' || new.organisation_id, 0));
    select count(*) into others from site
      where organisation_id = new.organisation_id and status = 'admitted' and id <> new.id;
    if others >= file.quota then
      raise exception 'organisation % has % of % sites', new.organisation_id, others, file.quota
        using errcode = 'check_violation', constraint = 'site_quota';
    end if;
  end if;
  return new;
end $$;
create trigger site_admission before update of status on site
  for each row execute function check_site_admission();

-- Contacts of the text as the administrator corrected them (R-DIR-21).
create table contact_point (
  key text primary key,
  telephone text,
  email text,
  other text,
  changed_at timestamptz not null,
  changed_by text not null,
  check (coalesce(telephone, email, other) is not null)
);

-- Standby of the power company for an area (R-DIR-22).
create table power_contact (
  id text primary key,
  -- Organisation of the area: a district, or the province for all of it.
  area_id text not null references organisation (id),
  unit text not null check (length(unit) between 2 and 200),
  telephone text not null check (telephone ~ '^[0-9+][0-9 .()-]{2,30}$'),
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to > valid_from),
  at timestamptz not null,
  by_name text not null
);
create index power_contact_area on power_contact (area_id, valid_to);

-- Posts of a meeting (R-DIR-23, R-SCH-08).
create table duty_post (
  id text primary key,
  meeting_id text not null references registration (meeting_id),
  identity text not null,
  key text not null,
  label text not null,
  session text not null check (session in ('rehearsal', 'official')),
  site_id text references site (id),
  district_id text references organisation (id),
  providers text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  obligatory boolean not null,
  -- Not needed any more: the meeting was called off, moved back or changed.
  dropped_at timestamptz,
  unique (meeting_id, identity)
);

-- Who fills a post; the newest counts.
create table duty_assignment (
  id bigint generated always as identity primary key,
  post_id text not null references duty_post (id),
  person_id text references operator_person (id),
  name text not null check (length(name) between 2 and 200),
  unit text not null,
  telephone text not null check (telephone ~ '^[0-9+][0-9 .()-]{2,30}$'),
  at timestamptz not null,
  by_name text not null
);
create index duty_assignment_post on duty_assignment (post_id, id desc);
create trigger duty_assignment_append_only before update or delete on duty_assignment
  for each row execute function refuse_change();

-- The meeting goes on with empty posts, on somebody's word.
create table duty_override (
  meeting_id text primary key references registration (meeting_id),
  reason text not null check (length(reason) between 3 and 1000),
  at timestamptz not null,
  by_id text not null references user_account (id),
  by_name text not null
);
create trigger duty_override_append_only before update or delete on duty_override
  for each row execute function refuse_change();

-- State of a commune's connection (R-DIR-18, R-DIR-19); each report is a row, the newest counts.
create table connection_report (
  id bigint generated always as identity primary key,
  site_id text not null references site (id),
  state text not null check (state in ('none', 'oneWay', 'surveyed', 'connected')),
  line text,
  terminal text,
  display text,
  audio text,
  power text,
  surveyed_on date,
  tested_on date,
  at timestamptz not null,
  by_name text not null,
  -- A gap is closed by a successful two-way test only.
  constraint connection_report_tested check (state <> 'connected' or tested_on is not null)
);
create index connection_report_site on connection_report (site_id, id desc);
create trigger connection_report_append_only before update or delete on connection_report
  for each row execute function refuse_change();

-- The contact list as it was published (R-DIR-15).
create table contact_list_version (
  version integer primary key check (version >= 1),
  at timestamptz not null,
  by_name text not null,
  note text,
  entries jsonb not null
);
create trigger contact_list_version_append_only before update or delete on contact_list_version
  for each row execute function refuse_change();

-- Contacts of a meeting as they were handed upward (R-DIR-17).
create table contact_handover (
  id bigint generated always as identity primary key,
  meeting_id text not null references registration (meeting_id),
  recipient text not null check (length(recipient) between 2 and 300),
  sent_at timestamptz not null,
  by_name text not null,
  entries jsonb not null
);
create index contact_handover_meeting on contact_handover (meeting_id, id desc);
create trigger contact_handover_append_only before update or delete on contact_handover
  for each row execute function refuse_change();
