-- Work done on devices (R-AST-08, R-AST-09): planned by the profile's periods, or a repair.
create table asset_upkeep (
  id bigint generated always as identity primary key,
  asset_id text not null references asset (id),
  task text not null check (length(task) between 2 and 60),
  label text not null,
  done_on date not null,
  worker text not null check (length(worker) >= 2),
  fault text,
  words text,
  cost bigint check (cost >= 0),
  at timestamptz not null,
  by_name text not null
);
create index asset_upkeep_asset on asset_upkeep (asset_id, task, done_on desc);
create trigger asset_upkeep_append_only before update or delete on asset_upkeep
  for each row execute function refuse_change();

-- What the work of a year is expected to cost.
create table asset_upkeep_cost (
  asset_id text not null references asset (id),
  task text not null,
  year integer not null check (year between 2020 and 2100),
  cost bigint not null check (cost >= 0),
  at timestamptz not null,
  by_name text not null,
  primary key (asset_id, task, year)
);

-- Somebody looked at a site (R-AST-14, R-AST-15).
create table site_inspection (
  id text primary key,
  site_id text not null references site (id),
  kind text not null,
  label text not null,
  ad_hoc boolean not null,
  on_day date not null,
  inspectors text not null check (length(inspectors) >= 3),
  document text,
  -- [{label, met, words}], with the words of the text of the day.
  results jsonb not null check (jsonb_typeof(results) = 'array'),
  at timestamptz not null,
  by_name text not null
);
create index site_inspection_site on site_inspection (site_id, kind, on_day desc);
create table inspection_finding (
  id text primary key,
  inspection_id text not null references site_inspection (id),
  position integer not null,
  words text not null check (length(words) >= 3),
  due_on date,
  remedy text,
  closed_on date,
  closed_by_name text,
  unique (inspection_id, position),
  check (num_nonnulls(remedy, closed_on, closed_by_name) in (0, 3))
);
create index inspection_finding_open on inspection_finding (due_on) where closed_on is null;

-- The yearly review of the system with what it proposes (R-AST-16); the newest of a year counts.
create table asset_review (
  id bigint generated always as identity primary key,
  year integer not null check (year between 2020 and 2100),
  feedback text not null,
  proposals text not null check (length(proposals) >= 3),
  at timestamptz not null,
  by_name text not null
);
create trigger asset_review_append_only before update or delete on asset_review
  for each row execute function refuse_change();
