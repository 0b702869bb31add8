-- Devices by which a delegated site controls meetings: issued by the operating unit, to one person at one site.
create table control_token (
  id text primary key,
  serial text not null check (serial <> ''),
  kind text not null check (kind in ('token', 'vpn')),
  site_id text not null references site (id),
  holder_id text not null references user_account (id),
  issued_at timestamptz not null,
  issued_by text not null references user_account (id),
  returned_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  ended_by text references user_account (id),
  check (returned_at is null or revoked_at is null),
  check ((revoked_at is null) = (revoked_reason is null))
);
-- One device is in one hand at a time.
create unique index control_token_in_hand on control_token (kind, serial) where returned_at is null and revoked_at is null;
create index control_token_site on control_token (site_id);

-- The right to control meetings, asked for by a site, decided with its evidence.
create table control_delegation (
  id text primary key,
  site_id text not null references site (id),
  person_id text not null references user_account (id),
  token_id text references control_token (id),
  scope_kind text not null check (scope_kind in ('organisation', 'site', 'meeting')),
  scope_id text not null check (scope_id <> ''),
  evidence jsonb not null,
  requested_at timestamptz not null,
  requested_by text not null references user_account (id),
  state text not null default 'requested' check (state in ('requested', 'given', 'refused', 'revoked')),
  decided_at timestamptz,
  decided_by text references user_account (id),
  reason text,
  revoked_at timestamptz,
  revoked_by text references user_account (id),
  check ((state = 'requested') = (decided_at is null)),
  check ((state = 'revoked') = (revoked_at is not null)),
  check (state <> 'given' or token_id is not null)
);
create unique index control_delegation_open on control_delegation (person_id, scope_kind, scope_id)
  where state in ('requested', 'given');

-- The grant that a delegation gave goes with it.
alter table user_grant add column delegation_id text references control_delegation (id);

-- Computers, tablets and telephones of their own that take part only when the conditions are met (HN Đ6.8).
create table personal_device (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('laptop', 'desktop', 'tablet', 'phone', 'other')),
  identifier text not null unique,
  owner_name text not null,
  organisation_id text not null references organisation (id),
  conditions jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'revoked')),
  registered_at timestamptz not null,
  registered_by text not null references user_account (id),
  decided_at timestamptz,
  decided_by text references user_account (id),
  reason text,
  check ((state = 'waiting') = (decided_at is null))
);
create index personal_device_organisation on personal_device (organisation_id);
alter table room_link add column personal_device_id text references personal_device (id);
