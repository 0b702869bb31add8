-- Books on sessions (R-LOG-01 … R-LOG-06): a line for a session at a place. What the system fills in is computed until the
-- first signature; with the last one the line is closed for good.
alter table user_grant drop constraint user_grant_role_check;
alter table user_grant add constraint user_grant_role_check
  check (role in ('operator', 'chair', 'technician', 'observer', 'administrator', 'clerk', 'approver',
    'scheduler', 'desk', 'partner', 'auditor', 'head'));
-- A head answers for a unit.
alter table user_grant add constraint user_grant_head_scope check (role <> 'head' or scope_kind = 'organisation');

create table log_entry (
  id text primary key,
  book text not null check (book ~ '^[a-z][A-Za-z0-9]{0,39}$'),
  meeting_id text not null references registration (meeting_id),
  session text not null check (session in ('official', 'rehearsal')),
  -- The conference it was held in: of a rehearsal one of its own.
  conference_id text not null references meeting (id),
  -- Null: kept by a unit for the meeting as a whole.
  site_id text references site (id),
  organisation_id text not null references organisation (id),
  -- Names of the day.
  place text not null,
  unit text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- A confirmed line stays; what is said after it is a further line.
  supplements text unique references log_entry (id),
  supplement_reason text check ((supplement_reason is null) = (supplements is null)),
  -- What was signed, with its digest; null while it is open.
  content jsonb,
  digest bytea check (octet_length(digest) = 32),
  confirmed_at timestamptz,
  check ((content is null) = (digest is null)),
  check (confirmed_at is null or content is not null),
  constraint log_entry_once unique nulls not distinct (book, conference_id, site_id, organisation_id, supplements)
);
create index log_entry_meeting on log_entry (meeting_id);
create index log_entry_opened on log_entry (opened_at desc, id desc);
create index log_entry_site on log_entry (site_id, opened_at desc);

-- What people did with a line, oldest first.
create table log_act (
  id bigint generated always as identity primary key,
  entry_id text not null references log_entry (id),
  -- Made by whoever acted: sent twice it is stored once.
  key uuid not null unique,
  act text not null check (act in ('correct', 'sign', 'return', 'supplement')),
  record jsonb not null check (record ->> 'act' = act),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index log_act_entry on log_act (entry_id, id);

-- The print of a confirmed line, to be signed digitally: the very bytes, kept when they are first asked for.
create table log_print (
  entry_id text primary key references log_entry (id),
  at timestamptz not null,
  pdf bytea not null check (octet_length(pdf) between 1 and 33554432),
  pdf_sha256 bytea not null check (pdf_sha256 = sha256(pdf))
);
create trigger log_print_append_only before update or delete on log_print
  for each row execute function refuse_change();
create trigger log_print_no_truncate before truncate on log_print
  for each statement execute function refuse_change();

-- A confirmed line is not changed any more.
create function refuse_confirmed_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.confirmed_at is not null then
    raise exception 'a confirmed line of a book is not changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_entry_confirmed before update or delete on log_entry
  for each row execute function refuse_confirmed_change();
create trigger log_entry_no_truncate before truncate on log_entry
  for each statement execute function refuse_change();
create trigger log_act_append_only before update or delete on log_act
  for each row execute function refuse_change();
create trigger log_act_no_truncate before truncate on log_act
  for each statement execute function refuse_change();
