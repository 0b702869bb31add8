create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Latin letters without marks, in small letters: "Đà Bắc" and "da bac" become the same.
create function fold_text(value text) returns text
  language sql immutable strict parallel safe
  return lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFC)));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Raised by one at every start of the authority; a server whose epoch is no longer the newest may not write.
create table server_epoch (
  single boolean primary key default true check (single),
  epoch bigint not null check (epoch >= 0)
);
insert into server_epoch (epoch) values (0);

-- What the locality's regulation says, as data; exactly one profile is in force for new meetings.
create table locality_profile (
  code text primary key,
  name text not null,
  -- False where every terminal connects straight to one MCU.
  cascade_allowed boolean not null,
  -- Time from the chair's request until a called site is there; null where the regulation sets none.
  bring_up_limit_ms integer check (bring_up_limit_ms > 0),
  -- Articles the values come from.
  source text not null,
  in_force boolean not null
);
create unique index locality_profile_in_force on locality_profile (in_force) where in_force;

create table level (
  code text primary key,
  rank integer not null unique,
  name text not null
);

create table organisation (
  id text primary key,
  code text not null unique,
  name text not null,
  level_code text not null references level (code),
  kind text not null check (kind in (
    'government', 'peoplesCommittee', 'department', 'partyBody', 'peoplesCouncil', 'massOrganisation', 'otherSite',
    'telecom', 'power', 'police', 'finance', 'upstream')),
  parent_id text references organisation (id),
  address text,
  telephone text,
  email text,
  check (parent_id is distinct from id)
);
create index organisation_parent on organisation (parent_id);

create table mcu_node (
  id text primary key,
  name text not null,
  role text not null check (role in ('master', 'slave')),
  parent_id text references mcu_node (id),
  -- Where child nodes reach it. Where rooms do, the node says itself whenever it registers.
  link_url text not null check (link_url ~ '^wss?://'),
  room_url text check (room_url ~ '^wss?://'),
  -- Ed25519, SPKI DER, base64url.
  public_key text not null unique check (length(public_key) between 40 and 200),
  check ((role = 'master') = (parent_id is null))
);
-- A cascade has one root.
create unique index mcu_node_one_master on mcu_node (role) where role = 'master';

create function refuse_node_loop() returns trigger language plpgsql as $$
begin
  if exists (
    with recursive above (id) as (
      select new.parent_id where new.parent_id is not null
      union
      select node.parent_id from mcu_node node join above on node.id = above.id where node.parent_id is not null
    )
    select from above where id = new.id
  ) then
    raise exception 'node % would be above itself', new.id using errcode = 'check_violation', constraint = 'mcu_node_no_loop';
  end if;
  return new;
end $$;
create trigger mcu_node_no_loop before insert or update of parent_id on mcu_node
  for each row execute function refuse_node_loop();

create table site (
  id text primary key,
  organisation_id text not null references organisation (id),
  number integer not null unique check (number between 1 and 99999),
  name text not null,
  search_text text not null generated always as (fold_text(name)) stored,
  level_code text not null references level (code),
  address text,
  room text not null,
  terminal text not null check (terminal in ('browser', 'vcs')),
  node_id text not null references mcu_node (id),
  network text not null check (network in ('tslcd', 'cityWan', 'privateChannel', 'internetVpn')),
  roles text[] not null check (roles <@ array['chair', 'satellite', 'relay']),
  status text not null check (status in ('proposed', 'admitted', 'suspended', 'closed')),
  duty_title text,
  duty_phone text
);
create index site_search on site using gin (search_text gin_trgm_ops);
create index site_organisation on site (organisation_id);
