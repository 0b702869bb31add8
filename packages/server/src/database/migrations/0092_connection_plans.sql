-- What is known of each MCU before meetings are planned on it (R-PLN-03); the newest row counts.
create table mcu_sheet (
  id bigint generated always as identity primary key,
  node_id text not null references mcu_node (id),
  sheet jsonb not null check (jsonb_typeof(sheet) = 'object'),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index mcu_sheet_node on mcu_sheet (node_id, id desc);
create trigger mcu_sheet_append_only before update or delete on mcu_sheet
  for each row execute function refuse_change();

-- A connection plan as it was laid before the units (R-PLN-01, R-PLN-04): a change is a further version.
create table connection_plan (
  meeting_id text not null references registration (meeting_id),
  version integer not null check (version >= 1),
  sections jsonb not null check (jsonb_typeof(sections) = 'object'),
  tree jsonb not null check (jsonb_typeof(tree) = 'array'),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  primary key (meeting_id, version)
);
create trigger connection_plan_append_only before update or delete on connection_plan
  for each row execute function refuse_change();

-- What the units said to it (R-PLN-02); the last word counts.
create table plan_agreement (
  id bigint generated always as identity primary key,
  meeting_id text not null,
  version integer not null,
  organisation_id text not null references organisation (id),
  agreed boolean not null,
  note text check (length(note) <= 300),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  foreign key (meeting_id, version) references connection_plan (meeting_id, version),
  check (agreed or note is not null)
);
create index plan_agreement_plan on plan_agreement (meeting_id, version, organisation_id, id desc);
create trigger plan_agreement_append_only before update or delete on plan_agreement
  for each row execute function refuse_change();
