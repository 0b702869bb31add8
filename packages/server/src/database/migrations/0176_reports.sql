-- Until when the report calendar has been worked through: reports of periods before it are not asked for.
create table report_calendar (
  single boolean primary key default true check (single),
  opened_until timestamptz not null
);

-- A report that somebody owes: one for each author and period, or one that was asked for.
create table report (
  id text primary key,
  rule text not null check (rule ~ '^[a-z][A-Za-z0-9]{0,39}$'),
  form text not null check (form in ('quality', 'sessionLog', 'count', 'use', 'execution')),
  name text not null check (length(name) between 3 and 200),
  annex text,
  article text not null,
  period text not null check (period in ('session', 'month', 'quarter', 'halfYear', 'year')),
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  -- Of a report on one session.
  meeting_id text references meeting (id),
  -- Null: the office that runs this installation.
  author_id text references organisation (id),
  author_name text not null,
  -- Everything of the installation, or only what the author's own sites did.
  whole boolean not null,
  -- Null without a name: kept as a record.
  recipient_id text references organisation (id),
  recipient_name text,
  includes text[] not null,
  reminders timestamptz[] not null,
  demanded_by text,
  opened_at timestamptz not null,
  due_at timestamptz,
  state text not null default 'open' check (state in ('open', 'submitted', 'returned', 'accepted')),
  -- The first time: whether a report came in time does not change by sending it back.
  submitted_at timestamptz,
  -- As handed in.
  rows jsonb,
  check (state not in ('submitted', 'accepted') or (submitted_at is not null and rows is not null)),
  check (recipient_id is null or recipient_name is not null)
);
create unique index report_once on report
  (rule, period, from_on, to_on, coalesce(author_id, ''), coalesce(meeting_id, ''))
  where demanded_by is null;
create index report_author on report (author_id, state);
create index report_recipient on report (recipient_id, state);
create index report_due on report (due_at) where state in ('open', 'returned');

-- What a cell says instead of what was counted; the newest of a cell counts.
create table report_correction (
  id bigint generated always as identity primary key,
  report_id text not null references report (id),
  row_key text not null,
  col text not null,
  value jsonb not null,
  counted jsonb not null,
  reason text not null check (length(reason) >= 3),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index report_correction_report on report_correction (report_id, id);
create trigger report_correction_append_only before update or delete on report_correction
  for each row execute function refuse_change();
create trigger report_correction_no_truncate before truncate on report_correction
  for each statement execute function refuse_change();

create table report_step (
  id bigint generated always as identity primary key,
  report_id text not null references report (id),
  act text not null check (act in ('open', 'submit', 'return', 'accept')),
  at timestamptz not null,
  user_id text references user_account (id),
  by_name text not null,
  reason text check ((act = 'return') = (reason is not null))
);
create index report_step_report on report_step (report_id, id);
create trigger report_step_append_only before update or delete on report_step
  for each row execute function refuse_change();
create trigger report_step_no_truncate before truncate on report_step
  for each statement execute function refuse_change();
