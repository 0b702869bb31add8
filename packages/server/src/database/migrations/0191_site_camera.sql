-- What a site's room told of its camera last: its positions by name, and how it stands (R-CDT-10).
create table site_camera (
  site_id text primary key references site (id) on delete cascade,
  -- The meeting the room was in when it told; what it lends, it lends to this one.
  meeting_id text not null references meeting (id) on delete cascade,
  camera jsonb not null check (jsonb_typeof(camera) = 'object'),
  told_at timestamptz not null
);
create index site_camera_meeting on site_camera (meeting_id);
