create extension if not exists btree_gist;

-- Vietnamese order as a text that compares byte by byte: first the 29 letters (and f, j, w, z), then the tones
-- (none, grave, hook, tilde, acute, dot). An index on it gives pages in order without asking a collation library.
create function vi_sort_key(value text) returns text
  language sql immutable strict parallel safe
  return
    translate(lower(normalize(value, NFC) collate "und-x-icu"), 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz', 'AAAAAABBBBBBCCCCCCDEFGHHHHHHIIIIIIJKLMMMMMMNOPQRSSSSSSTTTTTTUUUUUUVWXYZ[[[[[[\\\\\\]^_``````a') || e'\x01' ||
    translate(lower(normalize(value, NFC) collate "und-x-icu"), 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz', '012345012345012345000001234501234500001234500000012345012345012345000000123450123450000123450');

-- What is searched: without marks, once with the usual abbreviations and once written out, so that "UBND", "uỷ ban",
-- "TT&TT" and "thông tin" all find their way.
create function directory_text(value text) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  long text := public.fold_text(value);
begin
  long := regexp_replace(long, '\mubnd\M', 'uy ban nhan dan', 'g');
  long := regexp_replace(long, '\mhdnd\M', 'hoi dong nhan dan', 'g');
  long := regexp_replace(long, 'tt\s?&\s?tt|\mtttt\M', 'thong tin va truyen thong', 'g');
  long := regexp_replace(long, '\mcntt\M', 'cong nghe thong tin', 'g');
  long := regexp_replace(long, '\mddbqh\M', 'doan dai bieu quoc hoi', 'g');
  long := regexp_replace(long, '\mtp\M\.?', 'thanh pho', 'g');
  long := regexp_replace(long, '\mtx\M\.?', 'thi xa', 'g');
  return replace(replace(replace(replace(replace(replace(replace(long,
      'uy ban nhan dan', 'ubnd'), 'hoi dong nhan dan', 'hdnd'), 'thong tin va truyen thong', 'tttt'),
      'cong nghe thong tin', 'cntt'), 'doan dai bieu quoc hoi', 'ddbqh'), 'thanh pho', 'tp'), 'thi xa', 'tx')
    || ' ' || long;
end $$;

-- The words somebody typed, as they stand in directory_text; null when nothing is left to look for.
create function directory_words(typed text) returns text[]
  language sql immutable strict parallel safe
  return (select array_agg(word) from regexp_split_to_table(
    regexp_replace(regexp_replace(public.fold_text(typed), 'tt\s?&\s?tt', 'tttt', 'g'), '[^a-z0-9/-]+', ' ', 'g'),
    '\s+') as word where word <> '');

alter table site drop column search_text;
alter table site add column search_text text not null generated always as (directory_text(name)) stored;
create index site_search on site using gin (search_text gin_trgm_ops);
alter table site add column sort_key text collate "C" not null generated always as (vi_sort_key(name)) stored;
create index site_sort on site (sort_key, id);
create index site_level on site (level_code, sort_key, id);
create index site_node on site (node_id);

alter table organisation add column search_text text not null
  generated always as (directory_text(name) || ' ' || fold_text(code)) stored;
create index organisation_search on organisation using gin (search_text gin_trgm_ops);
alter table organisation add column sort_key text collate "C" not null generated always as (vi_sort_key(name)) stored;
create index organisation_sort on organisation (sort_key, id);
-- First day on which it is no more.
alter table organisation add column ended_on date;

-- A tier comes and goes with the law.
alter table level add column valid_from date;
alter table level add column valid_to date check (valid_to > valid_from);

-- A decree that changes many organisations on one day. Until that day it can be taken back.
create table reform (
  id text primary key,
  name text not null check (length(name) between 3 and 300),
  decree text not null check (length(decree) between 3 and 200),
  effective_on date not null,
  state text not null check (state in ('scheduled', 'applied', 'withdrawn')),
  sheet jsonb not null,
  created_by text not null references user_account (id),
  created_at timestamptz not null,
  settled_at timestamptz,
  check ((state = 'scheduled') = (settled_at is null))
);

-- Organisations through time. A date missing at an end: since before the records, or until further notice.
create table organisation_version (
  id bigint generated always as identity primary key,
  organisation_id text not null references organisation (id),
  valid_from date,
  valid_to date,
  code text not null,
  name text not null,
  level_code text not null references level (code),
  kind text not null,
  address text,
  telephone text,
  email text,
  decree text,
  -- The reform that opened it, and the one that closed it.
  opened_by text references reform (id),
  closed_by text references reform (id),
  check (valid_from < valid_to),
  constraint organisation_version_no_overlap exclude using gist
    (organisation_id with =, daterange(valid_from, valid_to) with &&)
);

-- Two of the three trees: who is above whom, and to whom figures are reported. The third, which MCU serves a site,
-- is site_version.node_id.
create table organisation_edge (
  id bigint generated always as identity primary key,
  tree text not null check (tree in ('administrative', 'reporting')),
  child_id text not null references organisation (id),
  parent_id text not null references organisation (id),
  valid_from date,
  valid_to date,
  decree text,
  opened_by text references reform (id),
  closed_by text references reform (id),
  check (child_id <> parent_id),
  check (valid_from < valid_to),
  constraint organisation_edge_one_parent exclude using gist
    (tree with =, child_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_edge_parent on organisation_edge (parent_id, tree);

-- No organisation is above itself on any day: the walk upwards follows only edges whose days overlap.
create function refuse_edge_loop() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(4163018);
  if exists (
    with recursive above (id, days) as (
      select new.parent_id, daterange(new.valid_from, new.valid_to)
      union
      select edge.parent_id, above.days * daterange(edge.valid_from, edge.valid_to)
        from organisation_edge edge join above on edge.child_id = above.id
          and daterange(edge.valid_from, edge.valid_to) && above.days
        where edge.tree = new.tree
    )
    select from above where id = new.child_id
  ) then
    raise exception 'organisation % would be above itself', new.child_id
      using errcode = 'check_violation', constraint = 'organisation_edge_no_loop';
  end if;
  return new;
end $$;
create trigger organisation_edge_no_loop before insert on organisation_edge
  for each row execute function refuse_edge_loop();

create table organisation_lineage (
  id bigint generated always as identity primary key,
  from_id text not null references organisation (id),
  to_id text not null references organisation (id),
  relation text not null check (relation in ('merge', 'split', 'rename', 'transfer')),
  on_day date not null,
  decree text not null,
  reform_id text references reform (id),
  unique (from_id, to_id, on_day)
);
create index organisation_lineage_to on organisation_lineage (to_id);

-- What has begun is history: it can be ended once, not rewritten. What a reform has only scheduled can be taken back.
create function refuse_history_change() returns trigger language plpgsql as $$
declare
  scheduled boolean;
begin
  if tg_op = 'DELETE' then
    if old.opened_by is not null and (select state = 'scheduled' from reform where id = old.opened_by) then
      return old;
    end if;
  else
    if to_jsonb(new) - 'valid_to' - 'closed_by' = to_jsonb(old) - 'valid_to' - 'closed_by' then
      if old.valid_to is null then return new; end if;
      select state = 'scheduled' into scheduled from reform where id = old.closed_by;
      if scheduled then return new; end if;
    end if;
  end if;
  raise exception '% of the past is not rewritten', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger organisation_version_history before update or delete on organisation_version
  for each row execute function refuse_history_change();
create trigger organisation_edge_history before update or delete on organisation_edge
  for each row execute function refuse_history_change();

-- A new organisation begins with a version and its superior; from then on its row is only the image of today.
create function open_organisation() returns trigger language plpgsql as $$
begin
  insert into organisation_version
      (organisation_id, valid_from, code, name, level_code, kind, address, telephone, email, opened_by)
    values (new.id, nullif(current_setting('nhipcau.since', true), '')::date, new.code, new.name, new.level_code,
      new.kind, new.address, new.telephone, new.email, nullif(current_setting('nhipcau.reform', true), ''));
  if new.parent_id is not null then
    insert into organisation_edge (tree, child_id, parent_id, valid_from, opened_by)
      values ('administrative', new.id, new.parent_id, nullif(current_setting('nhipcau.since', true), '')::date,
        nullif(current_setting('nhipcau.reform', true), ''));
  end if;
  return null;
end $$;
create trigger organisation_opens after insert on organisation
  for each row execute function open_organisation();

create function refuse_direct_change() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('nhipcau.projecting', true), '') <> 'on' then
    raise exception 'an organisation changes by its versions' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger organisation_is_projected before update on organisation
  for each row execute function refuse_direct_change();

-- Makes every row of organisation what its versions and edges say of that day; returns how many changed.
create function project_organisations(today date) returns integer language plpgsql as $$
declare
  changed integer;
begin
  perform set_config('nhipcau.projecting', 'on', true);
  update organisation set
      code = version.code, name = version.name, level_code = version.level_code, kind = version.kind,
      address = version.address, telephone = version.telephone, email = version.email,
      parent_id = version.parent_id, ended_on = version.ended_on
    from (
      select distinct on (v.organisation_id) v.organisation_id, v.code, v.name, v.level_code, v.kind, v.address,
          v.telephone, v.email, edge.parent_id,
          case when v.valid_to <= today then v.valid_to end as ended_on
        from organisation_version v
        left join lateral (
          select e.parent_id from organisation_edge e
            where e.tree = 'administrative' and e.child_id = v.organisation_id
              and coalesce(e.valid_from <= today, true)
            order by e.valid_from desc nulls last limit 1
        ) edge on true
        where coalesce(v.valid_from <= today, true)
        order by v.organisation_id, v.valid_from desc nulls last
    ) version
    where version.organisation_id = organisation.id
      and (organisation.code, organisation.name, organisation.level_code, organisation.kind, organisation.address,
           organisation.telephone, organisation.email, organisation.parent_id, organisation.ended_on)
        is distinct from (version.code, version.name, version.level_code, version.kind, version.address,
           version.telephone, version.email, version.parent_id, version.ended_on);
  get diagnostics changed = row_count;
  perform set_config('nhipcau.projecting', 'off', true);
  return changed;
end $$;

insert into organisation_version (organisation_id, code, name, level_code, kind, address, telephone, email)
  select id, code, name, level_code, kind, address, telephone, email from organisation;
insert into organisation_edge (tree, child_id, parent_id)
  select 'administrative', id, parent_id from organisation where parent_id is not null;

-- Sites through time, written by the site's own row: name, owner, level and the MCU that serves it (the technical tree).
create table site_version (
  id bigint generated always as identity primary key,
  site_id text not null references site (id),
  valid_from date,
  valid_to date,
  name text not null,
  organisation_id text not null references organisation (id),
  level_code text not null,
  node_id text not null references mcu_node (id),
  status text not null,
  check (valid_from < valid_to),
  constraint site_version_no_overlap exclude using gist (site_id with =, daterange(valid_from, valid_to) with &&)
);
create function record_site() returns trigger language plpgsql as $$
declare
  today date := coalesce(nullif(current_setting('nhipcau.today', true), '')::date,
    (now() at time zone 'Asia/Ho_Chi_Minh')::date);
begin
  if tg_op = 'UPDATE' then
    if (new.name, new.organisation_id, new.level_code, new.node_id, new.status)
        is not distinct from (old.name, old.organisation_id, old.level_code, old.node_id, old.status) then
      return null;
    end if;
    update site_version set name = new.name, organisation_id = new.organisation_id, level_code = new.level_code,
        node_id = new.node_id, status = new.status
      where site_id = new.id and valid_from >= today and valid_to is null;
    if found then return null; end if; -- A second change of the same day.
    update site_version set valid_to = today where site_id = new.id and valid_to is null;
  end if;
  insert into site_version (site_id, valid_from, name, organisation_id, level_code, node_id, status)
    values (new.id, case when tg_op = 'UPDATE' then today end, new.name, new.organisation_id, new.level_code,
      new.node_id, new.status);
  return null;
end $$;
insert into site_version (site_id, name, organisation_id, level_code, node_id, status)
  select id, name, organisation_id, level_code, node_id, status from site;
create trigger site_recorded after insert or update on site for each row execute function record_site();

-- Rooms of a site, each with a calendar of its own. Every site has at least its own room.
create table room (
  id text primary key,
  site_id text not null references site (id),
  name text not null check (length(name) between 1 and 200),
  -- Its function in the regulation: which body's room it is.
  kind text not null default 'site' check (kind in ('site', 'ppco', 'dic', 'party', 'napco', 'hallA', 'hq')),
  seats integer check (seats between 1 and 10000),
  status text not null default 'open' check (status in ('open', 'closed'))
);
create index room_site on room (site_id);
insert into room (id, site_id, name) select 'p-' || id, id, room from site;
create function open_room() returns trigger language plpgsql as $$
begin
  insert into room (id, site_id, name) values ('p-' || new.id, new.id, new.room);
  return null;
end $$;
create trigger site_opens_room after insert on site for each row execute function open_room();
