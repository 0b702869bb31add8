-- What was checked at a site for a meeting (R-CHK-01). Every answer is a row; the newest by its time counts.
create table check_answer (
  id bigint generated always as identity primary key,
  -- Made by whoever answered: sent twice it is stored once.
  key uuid not null unique,
  meeting_id text not null references registration (meeting_id),
  site_id text not null references site (id),
  phase text not null check (length(phase) between 1 and 40),
  item text not null check (length(item) between 1 and 40),
  outcome text not null check (outcome in ('passed', 'failed', 'notApplicable')),
  value jsonb,
  note text check (length(note) <= 300),
  from_chair_seat boolean not null,
  -- When it was answered, possibly without a connection; `received_at` is when we learnt of it.
  at timestamptz not null,
  received_at timestamptz not null check (received_at >= at),
  source text not null check (source in ('room', 'person')),
  user_id text references user_account (id) check ((source = 'person') = (user_id is not null)),
  by_name text not null
);
create index check_answer_item on check_answer (meeting_id, site_id, phase, item, at desc, id desc);
create trigger check_answer_append_only before update or delete on check_answer
  for each row execute function refuse_change();
create trigger check_answer_no_truncate before truncate on check_answer
  for each statement execute function refuse_change();

-- A room as it was measured, or, `kept`, as it is to stay after tuning (R-CHK-05, R-AST-05).
create table room_configuration (
  id bigint generated always as identity primary key,
  meeting_id text not null references registration (meeting_id),
  site_id text not null references site (id),
  at timestamptz not null,
  kept boolean not null,
  fields jsonb not null check (jsonb_typeof(fields) = 'object'),
  hash bytea not null check (length(hash) = 32),
  by_name text not null
);
create index room_configuration_site on room_configuration (meeting_id, site_id, kept, id desc);
create trigger room_configuration_append_only before update or delete on room_configuration
  for each row execute function refuse_change();
create trigger room_configuration_no_truncate before truncate on room_configuration
  for each statement execute function refuse_change();

-- A site that was not good enough is tested again (R-CHK-10).
create table retest_order (
  id bigint generated always as identity primary key,
  meeting_id text not null references registration (meeting_id),
  site_id text not null references site (id),
  phase text not null,
  -- Empty: everything of the phase.
  items text[] not null,
  cause text not null check (length(cause) between 3 and 300),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index retest_order_site on retest_order (meeting_id, site_id);
create trigger retest_order_append_only before update or delete on retest_order
  for each row execute function refuse_change();
create trigger retest_order_no_truncate before truncate on retest_order
  for each statement execute function refuse_change();

-- The sites of an area may be connected to the master with one of them unchecked, on somebody's word (R-CHK-09).
create table clearance_override (
  meeting_id text not null references registration (meeting_id),
  organisation_id text not null references organisation (id),
  reason text not null check (length(reason) between 3 and 300),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  primary key (meeting_id, organisation_id)
);
create trigger clearance_override_append_only before update or delete on clearance_override
  for each row execute function refuse_change();
