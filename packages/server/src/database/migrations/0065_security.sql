-- Somebody looked for weaknesses of a system (R-SEC-10).
create table security_review (
  id text primary key,
  organisation_id text not null references organisation (id),
  title text not null check (length(title) between 3 and 300),
  reviewers text not null check (length(reviewers) >= 3),
  reviewed_on date not null,
  document text,
  at timestamptz not null,
  by_name text not null
);
create table security_weakness (
  id text primary key,
  review_id text not null references security_review (id),
  position integer not null,
  title text not null check (length(title) between 3 and 300),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  state text not null default 'open' check (state in ('open', 'planned', 'closed')),
  remedy text,
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  tested_on date,
  test text,
  test_passed boolean,
  unique (review_id, position),
  check (state = 'open' or (remedy is not null and starts_at is not null and ends_at is not null)),
  check (num_nonnulls(tested_on, test, test_passed) in (0, 3)),
  -- BD Đ6.7: a remedy does not disturb operation, and somebody made sure of it. Also when a service forgets to ask.
  constraint security_weakness_tested check (state <> 'closed' or coalesce(test_passed, false))
);

-- What was done against a prohibition of the regulation, seen by people or noticed by the system (R-SEC-12).
create table violation (
  id text primary key,
  kind text not null,
  -- Words and articles of the day: a later version of the regulation does not change what was done.
  label text not null,
  cite jsonb not null,
  organisation_id text references organisation (id),
  meeting_id text,
  happened_at timestamptz not null,
  found_by text not null check (found_by in ('system', 'person')),
  by_name text not null,
  evidence text not null check (length(evidence) >= 3),
  -- The same happening noticed again is the same violation.
  fingerprint text unique,
  state text not null default 'open' check (state in ('open', 'handled', 'dismissed')),
  handling text,
  handled_at timestamptz,
  handled_by_name text,
  at timestamptz not null,
  check (num_nonnulls(handling, handled_at, handled_by_name) = case when state = 'open' then 0 else 3 end)
);
create index violation_open on violation (happened_at desc) where state = 'open';

-- Kinds of endpoints that the operating unit lets in besides those of the regulation (R-MCU-11); the newest row counts.
create table endpoint_enablement (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('siteTerminal', 'software', 'personalDevice', 'exchange')),
  enabled boolean not null,
  reason text not null check (length(reason) >= 3),
  at timestamptz not null,
  by_name text not null
);
create trigger endpoint_enablement_append_only before update or delete on endpoint_enablement
  for each row execute function refuse_change();
alter table room_link add column endpoint text not null default 'siteTerminal'
  check (endpoint in ('siteTerminal', 'software', 'personalDevice', 'exchange'));

-- Devices and lines by which a site takes part in a meeting with state secrets (R-SEC-07).
create table secret_means (
  id text primary key,
  meeting_id text not null,
  site_id text not null references site (id),
  device text not null check (length(device) >= 3),
  line text not null check (line in ('tslcd', 'cityWan', 'privateChannel')),
  document text not null check (length(document) >= 3),
  at timestamptz not null,
  by_name text not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index secret_means_valid on secret_means (meeting_id, site_id) where withdrawn_at is null;
