-- Problems in applying the regulation, told by units and collected by the desk of the profile (R-RPT-08).
create table feedback (
  id text primary key,
  key uuid not null unique,
  organisation_id text not null references organisation (id),
  unit_name text not null,
  article text check (length(article) <= 60),
  words text not null check (length(words) between 5 and 2000),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index feedback_at on feedback (at);
create trigger feedback_append_only before update or delete on feedback
  for each row execute function refuse_change();

-- What became of it; an answer is the end.
create table feedback_step (
  id bigint generated always as identity primary key,
  feedback_id text not null references feedback (id),
  act text not null check (act in ('compile', 'answer')),
  words text not null check (length(words) between 2 and 2000),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  constraint feedback_step_once unique (feedback_id, act)
);
create trigger feedback_step_append_only before update or delete on feedback_step
  for each row execute function refuse_change();
