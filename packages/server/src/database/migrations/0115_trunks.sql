-- Who this installation is to others (R-MCU-07, R-MCU-08). One row.
create table installation (
  single boolean primary key default true check (single),
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,11}$'),
  name text not null check (length(name) between 2 and 200),
  -- Where lower installations dial; null: it is nobody's upper.
  address text
);

-- Another installation; only its public key is known here.
create table trunk_peer (
  id text primary key,
  code text not null,
  name text not null,
  -- What it is to us.
  side text not null check (side in ('upper', 'lower')),
  address text,
  public_key text not null,
  -- Our public key that it knows: until it has taken a new one, we answer to the old one.
  known_key text not null,
  budget jsonb not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  check ((side = 'upper') = (address is not null)),
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index trunk_peer_code on trunk_peer (code) where revoked_at is null;
create unique index trunk_peer_key on trunk_peer (public_key) where revoked_at is null;

-- One meeting of one installation in a conference of another, as this side knows it.
create table trunk (
  id text primary key,
  peer_id text not null references trunk_peer (id),
  -- What the other installation is to our meeting.
  side text not null check (side in ('upper', 'lower')),
  -- Null below until an operator agrees.
  meeting_id text references meeting (id),
  -- The meeting on the other side.
  title text,
  chain jsonb not null default '[]' check (jsonb_typeof(chain) = 'array'),
  state text not null check (state in ('invited', 'joined', 'ended')),
  mode text check (mode in ('oneSite', 'slave')),
  -- Sites lent, by our names.
  site_ids jsonb not null default '[]' check (jsonb_typeof(site_ids) = 'array'),
  -- The picture that goes up; null: what is on air.
  out_site_id text,
  -- The gate of the other installation in our meeting's tree, and by what name ours is known there.
  gate_id text,
  -- What the other side gave last: media go on while the servers do not hear each other.
  last_feed jsonb,
  created_at timestamptz not null,
  joined_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  check ((state = 'ended') = (ended_at is not null)),
  check (state <> 'joined' or (meeting_id is not null and mode is not null and gate_id is not null and joined_at is not null))
);
create index trunk_meeting on trunk (meeting_id);
create index trunk_open on trunk (peer_id) where state <> 'ended';
-- A meeting takes part in one conference above.
create unique index trunk_one_upper on trunk (meeting_id) where side = 'upper' and state = 'joined';

-- Guests of other installations are called and fail like sites, and are in no directory of ours.
alter table bring_up drop constraint bring_up_site_id_fkey;
alter table incident drop constraint incident_site_id_fkey;
alter table incident drop constraint incident_node_id_fkey;

-- What another installation does here is recorded under its code.
alter table audit drop constraint audit_actor_kind_check;
alter table audit add constraint audit_actor_kind_check
  check (actor_kind in ('user', 'room', 'node', 'peer', 'anonymous', 'system'));
