-- What closed sessions amount to: one row for each session, one for each of its sites. Made from what the session left
-- behind, and made anew at any time; reports and statistics read nothing else.
create table session_figure (
  meeting_id text primary key references meeting (id),
  -- Day on which it began.
  on_day date not null,
  host_id text references organisation (id),
  kind text,
  urgency text,
  duration_ms bigint not null check (duration_ms >= 0),
  sites integer not null check (sites >= 0),
  recorded boolean not null,
  rehearsals integer not null check (rehearsals >= 0),
  incidents integer not null check (incidents >= 0),
  duties integer not null check (duties >= late_duties),
  late_duties integer not null check (late_duties >= 0),
  computed_at timestamptz not null
);
create index session_figure_day on session_figure (on_day);

create table session_site_figure (
  meeting_id text not null references session_figure (meeting_id) on delete cascade,
  site_id text not null references site (id),
  on_day date not null,
  -- Whose site it was on that day, and in which district.
  organisation_id text not null references organisation (id),
  area_id text references organisation (id),
  session_ms bigint not null check (session_ms >= 0),
  connected_ms bigint not null check (connected_ms between 0 and session_ms),
  loss_class text not null check (loss_class in ('none', 'short', 'long', 'total')),
  loss_ms bigint not null check (loss_ms >= 0),
  longest_loss_ms bigint not null check (longest_loss_ms between 0 and loss_ms),
  good_s integer not null default 0,
  fair_s integer not null default 0,
  poor_s integer not null default 0,
  bad_s integer not null default 0,
  picture text check (picture in ('good', 'fair', 'poor')),
  sound text check (sound in ('good', 'fair', 'poor')),
  line text check (line in ('good', 'fair', 'poor')),
  incidents integer not null default 0,
  attendance integer check (attendance >= 0),
  bring_ups integer not null default 0,
  bring_ups_late integer not null default 0,
  bring_ups_done integer not null default 0,
  bring_up_ms bigint not null default 0,
  primary key (meeting_id, site_id)
);
create index session_site_figure_day on session_site_figure (on_day, site_id);

-- The district an organisation lay in on a day: itself or the first above it at the second level; null above.
create function area_on(organisation text, day date) returns text language sql stable as $$
  with recursive above (id, depth) as (
    select organisation, 0
    union
    select edge.parent_id, above.depth + 1 from above
      join organisation_edge edge on edge.child_id = above.id and edge.tree = 'administrative'
        and coalesce(edge.valid_from <= day, true) and coalesce(edge.valid_to > day, true)
      where above.depth < 20
  )
  select above.id from above
    join organisation_version v on v.organisation_id = above.id
      and coalesce(v.valid_from <= day, true) and coalesce(v.valid_to > day, true)
    join level on level.code = v.level_code
    where level.rank = 2
    order by above.depth limit 1
$$;
