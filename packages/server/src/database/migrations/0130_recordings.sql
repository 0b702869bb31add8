-- One run of the recorder, from its start to its stop (R-REC-01, R-REC-02). The log of the meeting says the same; this is
-- for lists.
create table recording (
  id text primary key,
  meeting_id text not null references meeting (id),
  started_at timestamptz not null,
  started_by text not null,
  late_asked_by text,
  late_reason text,
  stopped_at timestamptz check (stopped_at >= started_at),
  check ((late_asked_by is null) = (late_reason is null))
);
create index recording_meeting on recording (meeting_id, started_at);
create unique index recording_running on recording (meeting_id) where stopped_at is null;

-- Nodes that recorded, and when each said that nothing more comes.
create table recording_node (
  recording_id text not null references recording (id),
  node_id text not null references mcu_node (id),
  done_at timestamptz,
  primary key (recording_id, node_id)
);

-- A minute of one source of one site, as it came over the network.
create table recording_segment (
  id text primary key,
  recording_id text not null references recording (id),
  site_id text not null references site (id),
  source text not null check (source in ('camera', 'mic', 'content')),
  node_id text not null references mcu_node (id),
  started_at timestamptz not null,
  ended_at timestamptz not null check (ended_at >= started_at),
  bytes integer not null check (bytes > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  announced_at timestamptz not null,
  -- When its bytes were here and had this digest; null: on their way.
  stored_at timestamptz
);
create index recording_segment_recording on recording_segment (recording_id, started_at);

-- The film of a meeting: one, made anew when it is asked for again.
create table film (
  meeting_id text primary key references meeting (id),
  state text not null check (state in ('waiting', 'rendering', 'ready', 'failed')),
  steps_done integer not null default 0 check (steps_done >= 0),
  steps integer not null default 0 check (steps >= steps_done),
  asked_at timestamptz not null,
  asked_by text not null,
  finished_at timestamptz,
  duration_ms bigint,
  video_bytes bigint,
  video_sha256 bytea,
  audio_bytes bigint,
  audio_sha256 bytea,
  -- Seconds that nobody recorded.
  missing_ms bigint,
  fault text,
  check (state <> 'ready' or (video_sha256 is not null and audio_sha256 is not null and finished_at is not null))
);

-- Every look at what was recorded (R-REC-06).
create table recording_access (
  id bigint generated always as identity primary key,
  meeting_id text not null references meeting (id),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  part text not null check (part in ('film', 'audio', 'original')),
  subject text
);
create index recording_access_meeting on recording_access (meeting_id, id desc);
create trigger recording_access_append_only before update or delete on recording_access
  for each row execute function refuse_change();
