-- Judging sessions (R-EVL-01, R-EVL-02) and the system as a whole (R-EVL-04): what people said, oldest first; how it stands
-- follows from it and from the figures.
create table evaluation_act (
  id bigint generated always as identity primary key,
  -- Made by whoever acted: sent twice it is stored once.
  key uuid not null unique,
  meeting_id text references meeting (id),
  -- `2026-1`: the first period of 2026.
  period text check (period ~ '^\d{4}-[1-4]$'),
  site_id text references site (id),
  act text not null check (act in ('confirmRating', 'sign', 'judge', 'publish', 'object', 'answer', 'close')),
  record jsonb not null check (record ->> 'act' = act),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  check ((meeting_id is null) <> (period is null)),
  check ((act in ('confirmRating', 'sign')) = (meeting_id is not null))
);
create index evaluation_act_meeting on evaluation_act (meeting_id, id);
create index evaluation_act_period on evaluation_act (period, id);
create unique index evaluation_act_published on evaluation_act (period) where act = 'publish';
create unique index evaluation_act_closed on evaluation_act (period) where act = 'close';

-- The figures a period was published with: what changes later changes nothing of it.
create table evaluation_figures (
  period text primary key,
  at timestamptz not null,
  object_by timestamptz not null,
  figures jsonb not null
);

create trigger evaluation_act_append_only before update or delete on evaluation_act
  for each row execute function refuse_change();
create trigger evaluation_act_no_truncate before truncate on evaluation_act
  for each statement execute function refuse_change();
create trigger evaluation_figures_append_only before update or delete on evaluation_figures
  for each row execute function refuse_change();
create trigger evaluation_figures_no_truncate before truncate on evaluation_figures
  for each statement execute function refuse_change();
