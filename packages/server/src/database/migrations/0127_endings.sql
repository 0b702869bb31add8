-- After a meeting: steps at every site, what sites say of its quality, what is left to be mended (R-END-01 … R-END-04).
create table ending_step (
  id bigint generated always as identity primary key,
  meeting_id text not null references meeting (id),
  -- Null: the control room.
  site_id text references site (id),
  -- Made by whoever acted: sent twice it is stored once.
  key uuid not null unique,
  act text not null check (act in ('step', 'rate', 'report')),
  step text check (step in ('checked', 'devicesOff', 'powerOff')),
  rating jsonb check ((rating is not null) = (act = 'rate')),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  check ((step is not null) = (act = 'step'))
);
create index ending_step_meeting on ending_step (meeting_id, id);
create unique index ending_step_once on ending_step (meeting_id, site_id, step) nulls not distinct where act = 'step';
create unique index ending_step_report on ending_step (meeting_id) where act = 'report';

create table outstanding_issue (
  id text primary key,
  key uuid not null unique,
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  words text not null check (length(words) between 2 and 300),
  due_at timestamptz,
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  taken_at timestamptz,
  taken_by_name text check ((taken_by_name is null) = (taken_at is null)),
  taken_note text,
  fixed_at timestamptz,
  fixed_by_name text check ((fixed_by_name is null) = (fixed_at is null)),
  fixed_words text check ((fixed_words is null) = (fixed_at is null))
);
create index outstanding_issue_site on outstanding_issue (site_id) where fixed_at is null;
create index outstanding_issue_meeting on outstanding_issue (meeting_id);

create trigger ending_step_append_only before update or delete on ending_step
  for each row execute function refuse_change();
create trigger ending_step_no_truncate before truncate on ending_step
  for each statement execute function refuse_change();
create trigger outstanding_issue_no_truncate before truncate on outstanding_issue
  for each statement execute function refuse_change();
