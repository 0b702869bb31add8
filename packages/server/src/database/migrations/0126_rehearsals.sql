-- A meeting tried before it is held (R-RHS-01 … R-RHS-08), in a conference of its own.
create table rehearsal (
  id text primary key,
  meeting_id text not null references registration (meeting_id),
  number integer not null check (number > 0),
  conference_id text not null unique references meeting (id),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  unique (meeting_id, number)
);

-- What was done in it, oldest first; how it stands follows from it alone.
create table rehearsal_step (
  id bigint generated always as identity primary key,
  rehearsal_id text not null references rehearsal (id),
  at timestamptz not null,
  -- Made by whoever acted: sent twice it is stored once.
  key uuid not null unique,
  act text not null check (length(act) between 3 and 20),
  event jsonb not null check (event ->> 'act' = act),
  user_id text not null references user_account (id),
  by_name text not null
);
create index rehearsal_step_rehearsal on rehearsal_step (rehearsal_id, id);
create unique index rehearsal_step_ended on rehearsal_step (rehearsal_id) where act = 'end';

create trigger rehearsal_append_only before update or delete on rehearsal
  for each row execute function refuse_change();
create trigger rehearsal_no_truncate before truncate on rehearsal
  for each statement execute function refuse_change();
create trigger rehearsal_step_append_only before update or delete on rehearsal_step
  for each row execute function refuse_change();
create trigger rehearsal_step_no_truncate before truncate on rehearsal_step
  for each statement execute function refuse_change();
