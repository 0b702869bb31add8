-- How long what was recorded is kept (R-REC-02, R-REC-06): a job proposes, a person decides, and what was deleted stays on
-- record with its digests.
alter table film drop constraint film_state_check;
alter table film add constraint film_state_check check (state in ('waiting', 'rendering', 'ready', 'failed', 'deleted'));
alter table recording_segment add column deleted_at timestamptz;

create table recording_hold (
  id uuid primary key,
  meeting_id text not null references meeting (id),
  at timestamptz not null,
  by_id text not null references user_account (id),
  by_name text not null,
  reason text not null,
  lifted_at timestamptz check (lifted_at >= at),
  lifted_name text,
  lifted_reason text,
  check ((lifted_at is null) = (lifted_name is null)),
  check ((lifted_at is null) = (lifted_reason is null))
);
create unique index recording_hold_open on recording_hold (meeting_id) where lifted_at is null;

create table recording_deletion (
  id uuid primary key,
  meeting_id text not null references meeting (id),
  what text not null check (what in ('originals', 'film')),
  proposed_at timestamptz not null,
  -- What there was: names, sizes and digests.
  files jsonb not null,
  bytes bigint not null,
  decision text check (decision in ('delete', 'keep')),
  decided_at timestamptz check (decided_at >= proposed_at),
  decided_by text references user_account (id),
  decided_name text,
  reason text,
  deleted_at timestamptz check (deleted_at >= decided_at),
  check ((decision is null) = (decided_at is null)),
  check ((decision is null) = (reason is null)),
  check (deleted_at is null or decision = 'delete')
);
create unique index recording_deletion_open on recording_deletion (meeting_id, what) where decision is null;
create index recording_deletion_meeting on recording_deletion (meeting_id, what, decided_at desc);

-- Copies that are made for one person: a film with their name burnt in, or what one site sent, joined.
create table recording_copy (
  id uuid primary key,
  key uuid not null unique,
  meeting_id text not null references meeting (id),
  kind text not null check (kind in ('film', 'site')),
  site_id text,
  site_name text,
  user_id text not null references user_account (id),
  by_name text not null,
  -- What is burnt in.
  mark text,
  request_id uuid references recording_request (id),
  asked_at timestamptz not null,
  state text not null check (state in ('waiting', 'making', 'ready', 'failed', 'gone')),
  fault text,
  bytes bigint,
  sha256 bytea,
  expires_at timestamptz not null,
  check ((kind = 'site') = (site_id is not null)),
  check ((kind = 'film') = (mark is not null)),
  check (state <> 'ready' or (bytes is not null and sha256 is not null))
);
create index recording_copy_meeting on recording_copy (meeting_id, asked_at desc);
