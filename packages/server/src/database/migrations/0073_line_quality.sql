-- What the link of a node to its parent may carry; null: the default.
alter table mcu_node add column link_budget jsonb;

alter table incident drop constraint incident_kind_check;
alter table incident add constraint incident_kind_check
  check (kind in ('siteDropped', 'linkDown', 'nodeLost', 'workerDied', 'lineDegraded'));

-- Line quality in pieces of ten seconds, kept for a time and then deleted.
create table line_bucket (
  meeting_id text not null references meeting (id),
  -- A site's own line, or the link of a node (its child end) to its parent.
  kind text not null check (kind in ('site', 'link')),
  subject text not null,
  at timestamptz not null,
  quality text not null check (quality in ('good', 'fair', 'poor', 'bad', 'unknown')),
  rtt_ms real,
  jitter_ms real,
  loss real check (loss between 0 and 1),
  up_kbps real,
  down_kbps real,
  key_frames integer,
  mic_db real,
  primary key (meeting_id, kind, subject, at)
);
-- The oldest go first.
create index line_bucket_at on line_bucket using brin (at);
