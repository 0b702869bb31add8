-- Host and a site agreed who pays for the site (R-FIN-01); the newest counts, null: as the text has it.
create table cost_agreement (
  id bigint generated always as identity primary key,
  meeting_id text not null references meeting (id),
  site_id text not null references site (id),
  payer text check (payer in ('host', 'siteOwner')),
  note text not null check (length(note) >= 3),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index cost_agreement_meeting on cost_agreement (meeting_id, site_id, id desc);
create trigger cost_agreement_append_only before update or delete on cost_agreement
  for each row execute function refuse_change();
create trigger cost_agreement_no_truncate before truncate on cost_agreement
  for each statement execute function refuse_change();

-- What a unit proposes for a year under a heading (R-FIN-03), in dong; the newest counts.
create table budget_proposal (
  id bigint generated always as identity primary key,
  year integer not null check (year between 2000 and 2100),
  organisation_id text not null references organisation (id),
  category text not null check (category ~ '^[a-z][A-Za-z0-9]{0,39}$'),
  amount bigint not null check (amount between 0 and 1000000000000000),
  basis text not null check (length(basis) >= 3),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index budget_proposal_year on budget_proposal (year, organisation_id, category, id desc);
create trigger budget_proposal_append_only before update or delete on budget_proposal
  for each row execute function refuse_change();
create trigger budget_proposal_no_truncate before truncate on budget_proposal
  for each statement execute function refuse_change();
