-- A fault in the hands of people: everything that failed at one place until somebody closed it (R-INC-01 … R-INC-08).
create table incident_case (
  id text primary key,
  meeting_id text not null references meeting (id),
  number integer not null check (number > 0),
  -- `site …`, `link …`, `node …` or `meeting`: faults of one subject are one case until it is closed.
  subject text not null,
  site_id text references site (id),
  node_id text references mcu_node (id),
  type text not null check (type in ('call', 'quality', 'line', 'device', 'power', 'control', 'security')),
  origin text not null check (origin in ('system', 'person')),
  session text not null check (session in ('preparation', 'session')),
  at timestamptz not null,
  acknowledge_by timestamptz not null check (acknowledge_by >= at),
  by_name text,
  user_id text references user_account (id) check ((origin = 'person') = (user_id is not null)),
  -- The line as it was before the fault, and while it began.
  before jsonb,
  during jsonb,
  -- Made by whoever reported it: sent twice it is stored once.
  key uuid unique,
  unique (meeting_id, number)
);
create index incident_case_subject on incident_case (meeting_id, subject, at desc);

-- Who is to be told, with the number to call, as it was found at that time.
create table incident_party (
  case_id text not null references incident_case (id),
  number integer not null check (number between 0 and 40),
  role text not null,
  role_name text not null,
  kind text not null check (kind in ('organisation', 'site', 'accounts', 'nobody')),
  organisation_id text references organisation (id),
  site_id text references site (id),
  account_role text,
  name text not null,
  person text,
  phone text,
  -- Told only when the others stayed silent.
  is_next boolean not null,
  at timestamptz not null,
  primary key (case_id, number)
);
create index incident_party_organisation on incident_party (organisation_id) where organisation_id is not null;

-- What happened to a case, oldest first; how it stands follows from it alone.
create table incident_step (
  id bigint generated always as identity primary key,
  case_id text not null references incident_case (id),
  at timestamptz not null,
  -- Made by whoever acted: sent twice it is stored once.
  key uuid unique,
  act text not null check (length(act) between 3 and 20),
  event jsonb not null check (event ->> 'act' = act),
  by_name text not null,
  user_id text references user_account (id)
);
create index incident_step_case on incident_step (case_id, id);
create unique index incident_step_closed on incident_step (case_id) where act = 'close';
create unique index incident_step_escalated on incident_step (case_id) where act = 'escalate';

create trigger incident_case_append_only before update or delete on incident_case
  for each row execute function refuse_change();
create trigger incident_case_no_truncate before truncate on incident_case
  for each statement execute function refuse_change();
create trigger incident_party_append_only before update or delete on incident_party
  for each row execute function refuse_change();
create trigger incident_party_no_truncate before truncate on incident_party
  for each statement execute function refuse_change();
create trigger incident_step_append_only before update or delete on incident_step
  for each row execute function refuse_change();
create trigger incident_step_no_truncate before truncate on incident_step
  for each statement execute function refuse_change();
