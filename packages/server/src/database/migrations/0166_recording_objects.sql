-- Everything that is kept of recordings: its plain size, whether it is sealed, and where it lies. What is older than this
-- list lies plain on the disk of the server.
create table recording_object (
  name text primary key,
  meeting_id text not null references meeting (id),
  bytes bigint not null check (bytes >= 0),
  sealed boolean not null,
  place text not null check (place in ('local', 'remote')),
  stored_at timestamptz not null,
  moved_at timestamptz,
  check ((place = 'remote') = (moved_at is not null))
);
create index recording_object_meeting on recording_object (meeting_id);
create index recording_object_local on recording_object (stored_at) where place = 'local';
