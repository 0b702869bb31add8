-- A file somebody uploaded, checked and not yet confirmed. Confirming means: exactly what was shown.
create table import_batch (
  id text primary key,
  kind text not null check (kind in ('organisation', 'site', 'room', 'reform')),
  file_name text not null check (length(file_name) <= 200),
  -- SHA-256 of the file.
  file_hash bytea not null check (length(file_hash) = 32),
  rows jsonb not null,
  -- State of the directory the preview was made against; another one makes it stale.
  against text not null,
  faults integer not null check (faults >= 0),
  state text not null default 'open' check (state in ('open', 'confirmed')),
  uploaded_by text not null references user_account (id),
  uploaded_at timestamptz not null,
  confirmed_at timestamptz,
  result jsonb,
  check ((state = 'confirmed') = (confirmed_at is not null and result is not null)),
  -- What is not right cannot come in.
  check (state = 'open' or faults = 0)
);
create index import_batch_uploaded on import_batch (uploaded_at);

-- Raised by every change of organisations, sites and rooms.
create table directory_revision (
  single boolean primary key default true check (single),
  revision bigint not null
);
insert into directory_revision (revision) values (1);
create function raise_directory_revision() returns trigger language plpgsql as $$
begin
  update directory_revision set revision = revision + 1;
  return null;
end $$;
create trigger organisation_revision after insert or update or delete on organisation
  for each statement execute function raise_directory_revision();
create trigger organisation_version_revision after insert or update or delete on organisation_version
  for each statement execute function raise_directory_revision();
create trigger site_revision after insert or update or delete on site
  for each statement execute function raise_directory_revision();
create trigger room_revision after insert or update or delete on room
  for each statement execute function raise_directory_revision();
