-- Devices of the conferences as public property (R-AST-01). Nobody deletes one: what is gone is retired.
create table asset (
  id text primary key,
  code text not null check (length(code) between 2 and 40),
  kind text not null check (length(kind) between 2 and 40),
  model text not null check (length(model) between 1 and 200),
  serial text,
  owner_id text not null references organisation (id),
  -- Exactly one at any time (R-AST-02).
  custodian_id text not null references organisation (id),
  keeper text,
  site_id text references site (id),
  room text,
  state text not null check (state in ('store', 'inUse', 'spare', 'lent', 'repair', 'retired')),
  funding text not null check (funding in ('state', 'leased', 'self', 'office')),
  acquired_on date,
  -- Why it has to be looked at before it is used, and since when.
  cause text not null check (cause in ('existing', 'new', 'replaced', 'repaired', 'upgraded')),
  cause_at timestamptz not null,
  note text,
  revision integer not null default 1,
  at timestamptz not null,
  constraint asset_code unique (code),
  constraint asset_serial unique (kind, serial),
  -- What is used is used somewhere, and what is in a store stands in no room.
  check ((state in ('inUse', 'lent')) = (site_id is not null)),
  check (room is null or site_id is not null)
);
create index asset_site on asset (site_id) where site_id is not null;
create index asset_custodian on asset (custodian_id);

create table asset_event (
  id bigint generated always as identity primary key,
  asset_id text not null references asset (id),
  at timestamptz not null,
  what text not null check (length(what) between 3 and 20),
  words text not null,
  by_name text not null
);
create index asset_event_asset on asset_event (asset_id, id);
create trigger asset_event_append_only before update or delete on asset_event
  for each row execute function refuse_change();

-- Devices change hands with the signatures of both sides (R-AST-02).
create table asset_handover (
  id text primary key,
  from_id text not null references organisation (id),
  to_id text not null references organisation (id) check (to_id <> from_id),
  keeper text,
  handed_on date not null,
  note text,
  state text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
  giver_user text references user_account (id),
  giver_name text,
  giver_title text,
  giver_at timestamptz,
  receiver_user text references user_account (id),
  receiver_name text,
  receiver_title text,
  receiver_at timestamptz,
  withdrawn_reason text,
  at timestamptz not null,
  check (num_nonnulls(giver_user, giver_name, giver_title, giver_at) in (0, 4)),
  check (num_nonnulls(receiver_user, receiver_name, receiver_title, receiver_at) in (0, 4)),
  check ((state = 'withdrawn') = (withdrawn_reason is not null)),
  -- One hand does not sign for both.
  constraint asset_handover_hands check (giver_user <> receiver_user),
  constraint asset_handover_signed check (state <> 'done' or (giver_at is not null and receiver_at is not null))
);
create table asset_handover_item (
  handover_id text not null references asset_handover (id),
  asset_id text not null references asset (id),
  -- False once the handover is done or withdrawn.
  open boolean not null default true,
  primary key (handover_id, asset_id)
);
create unique index asset_handover_once on asset_handover_item (asset_id) where open;

-- The custodian of a device changes by a signed handover and in no other way.
create function check_asset_custodian() returns trigger language plpgsql as $$
begin
  if new.custodian_id <> old.custodian_id and not exists (
    select 1 from asset_handover_item item join asset_handover handover on handover.id = item.handover_id
      where item.asset_id = new.id and item.open and handover.state = 'done' and handover.to_id = new.custodian_id
        and handover.from_id = old.custodian_id) then
    raise exception 'asset % changes hands without a signed handover', new.id
      using errcode = 'check_violation', constraint = 'asset_custodian_signed';
  end if;
  return new;
end $$;
create trigger asset_custodian_signed before update of custodian_id on asset
  for each row execute function check_asset_custodian();

-- A move or a change of settings, asked before it is made (R-AST-03, R-AST-04).
create table asset_request (
  id text primary key,
  asset_id text not null references asset (id),
  kind text not null check (kind in ('relocation', 'configuration')),
  state text not null default 'asked' check (state in ('asked', 'granted', 'refused', 'done')),
  from_site_id text references site (id),
  from_room text,
  to_site_id text references site (id),
  to_room text,
  changes jsonb,
  reason text not null check (length(reason) >= 3),
  asked_at timestamptz not null,
  asked_by text not null references user_account (id),
  asked_by_name text not null,
  decided_at timestamptz,
  decided_by_name text,
  words text,
  check ((kind = 'relocation') = (to_site_id is not null)),
  check ((kind = 'configuration') = (changes is not null)),
  check ((state = 'asked') = (decided_at is null)),
  check ((decided_at is null) = (decided_by_name is null)),
  check (state <> 'refused' or words is not null)
);
-- One of a kind is open for a device.
create unique index asset_request_open on asset_request (asset_id, kind) where state in ('asked', 'granted');

-- Opinion before purchase, security inspection before use (R-AST-10, R-AST-11).
create table asset_verdict (
  id bigint generated always as identity primary key,
  asset_id text not null references asset (id),
  kind text not null check (kind in ('opinion', 'inspection')),
  passed boolean not null,
  by_whom text not null check (length(by_whom) >= 2),
  document text,
  on_day date not null,
  words text,
  at timestamptz not null,
  by_name text not null
);
create index asset_verdict_asset on asset_verdict (asset_id, kind, id desc);
create trigger asset_verdict_append_only before update or delete on asset_verdict
  for each row execute function refuse_change();

-- Settings of a device as they are to be; the newest version is its baseline (R-AST-05, R-AST-06, R-AST-07).
create table asset_sheet (
  asset_id text not null references asset (id),
  version integer not null check (version >= 1),
  fields jsonb not null check (jsonb_typeof(fields) = 'object'),
  hash bytea not null check (length(hash) = 32),
  request_id text references asset_request (id),
  at timestamptz not null,
  by_name text not null,
  primary key (asset_id, version)
);
create trigger asset_sheet_append_only before update or delete on asset_sheet
  for each row execute function refuse_change();

-- A spare stands in for a device that failed, in an incident (R-INC-06).
create table asset_loan (
  id text primary key,
  spare_id text not null references asset (id),
  removed_id text references asset (id),
  case_id text not null references incident_case (id),
  site_id text not null references site (id),
  lent_at timestamptz not null,
  returned_at timestamptz check (returned_at >= lent_at)
);
create unique index asset_loan_open on asset_loan (spare_id) where returned_at is null;
create index asset_loan_case on asset_loan (case_id);

-- What a site does when a device, the line or the power fails; the newest counts (R-AST-12).
create table fallback_plan (
  id bigint generated always as identity primary key,
  site_id text not null references site (id),
  subject text not null check (subject in ('device', 'line', 'power')),
  plan text not null check (length(plan) between 3 and 2000),
  filed_on date not null,
  at timestamptz not null,
  by_name text not null
);
create index fallback_plan_site on fallback_plan (site_id, subject, id desc);
create trigger fallback_plan_append_only before update or delete on fallback_plan
  for each row execute function refuse_change();
