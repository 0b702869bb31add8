-- Who is told what of a meeting. A change sends a further version of a notice; the last one counts.
create table notice (
  id text primary key,
  meeting_id text not null references registration (meeting_id),
  -- Row of the locality's notification matrix.
  row_id text not null,
  version integer not null check (version >= 1),
  kind text not null check (kind in ('first', 'correction', 'postponement', 'cancellation')),
  at timestamptz not null,
  name text not null,
  from_name text not null,
  -- Lines as they were sent.
  content jsonb not null,
  acknowledge boolean not null,
  asks_start boolean not null,
  asks_standby boolean not null,
  acknowledge_by timestamptz,
  superseded_at timestamptz check (superseded_at >= at),
  unique (meeting_id, row_id, version),
  check ((version = 1) = (kind = 'first'))
);
create unique index notice_current on notice (meeting_id, row_id) where superseded_at is null;

create function refuse_notice_change() returns trigger language plpgsql as $$
begin
  if (new.id, new.meeting_id, new.row_id, new.version, new.kind, new.at, new.content)
     is distinct from (old.id, old.meeting_id, old.row_id, old.version, old.kind, old.at, old.content) then
    raise exception 'notice % has been sent', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger notice_stays before update on notice for each row execute function refuse_notice_change();
create trigger notice_kept before delete on notice for each row execute function refuse_change();
create trigger notice_no_truncate before truncate on notice for each statement execute function refuse_change();

create table notice_recipient (
  id text primary key,
  notice_id text not null references notice (id),
  -- Role of the profile for which they are told.
  role text not null,
  kind text not null check (kind in ('organisation', 'site', 'accounts', 'public', 'nobody')),
  organisation_id text references organisation (id),
  site_id text references site (id),
  account_role text,
  name text not null,
  phone text,
  email text,
  -- Partners are told when and where, not what about.
  is_partner boolean not null,
  -- Ways in the order in which they are tried, and those by which it went.
  planned_ways text[] not null,
  ways text[] not null default '{}',
  state text not null default 'due'
    check (state in ('due', 'sent', 'delivered', 'acknowledged', 'bounced', 'failed', 'telephoned')),
  failure text,
  sent_at timestamptz,
  delivered_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_via text check (acknowledged_via in ('link', 'account', 'telephone')),
  started_at timestamptz,
  duty_name text,
  duty_phone text,
  standby jsonb not null default '[]',
  reminded_at timestamptz,
  called_at timestamptz,
  escalated_at timestamptz,
  unique nulls not distinct (notice_id, kind, organisation_id, site_id, account_role, role),
  check ((kind = 'organisation') = (organisation_id is not null)),
  check ((kind = 'site') = (site_id is not null)),
  check ((state = 'acknowledged') = (acknowledged_at is not null)),
  check ((acknowledged_at is null) = (acknowledged_via is null)),
  -- What has not left has no time, what arrived did leave.
  check (state in ('due', 'failed', 'bounced') or sent_at is not null),
  check (started_at is null or acknowledged_at is not null),
  check ((duty_name is null) = (duty_phone is null))
);
create index notice_recipient_organisation on notice_recipient (organisation_id) where organisation_id is not null;
create index notice_recipient_site on notice_recipient (site_id) where site_id is not null;

create function refuse_unacknowledging() returns trigger language plpgsql as $$
begin
  if old.acknowledged_at is not null
     and (new.acknowledged_at is distinct from old.acknowledged_at or new.state <> 'acknowledged') then
    raise exception 'recipient % has acknowledged', old.id
      using errcode = 'restrict_violation', constraint = 'notice_recipient_acknowledged';
  end if;
  return new;
end $$;
create trigger notice_recipient_acknowledged before update on notice_recipient
  for each row execute function refuse_unacknowledging();
create trigger notice_recipient_kept before delete on notice_recipient for each row execute function refuse_change();

-- What leaves after the transaction that asked for it. The same key is told once.
create table outbox_letter (
  key text primary key,
  put_at timestamptz not null,
  meeting_id text references registration (meeting_id),
  recipient jsonb not null,
  recipient_id text references notice_recipient (id),
  channel text not null check (channel in ('email', 'inApp', 'document', 'telephone', 'fax', 'sms', 'chat')),
  template text not null,
  facts jsonb not null,
  acknowledge_by timestamptz,
  -- By which a report of delivery finds it; follows from the key.
  message_id text not null unique,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'withdrawn')),
  attempts integer not null default 0 check (attempts >= 0),
  next_try_at timestamptz not null,
  lease_until timestamptz,
  sent_at timestamptz,
  -- The connection broke when the other side may have taken it already: it was sent again under the same Message-ID.
  maybe_twice boolean not null default false,
  failure text,
  check ((state = 'sent') = (sent_at is not null)),
  check ((state = 'sending') = (lease_until is not null))
);
create index outbox_letter_due on outbox_letter (next_try_at) where state = 'waiting';
create index outbox_letter_leased on outbox_letter (lease_until) where state = 'sending';
create index outbox_letter_recipient on outbox_letter (recipient_id) where recipient_id is not null;

create function refuse_sent_change() returns trigger language plpgsql as $$
begin
  if old.state in ('sent', 'withdrawn') and new.state <> old.state then
    raise exception 'letter % is %', old.key, old.state
      using errcode = 'restrict_violation', constraint = 'outbox_letter_settled';
  end if;
  return new;
end $$;
create trigger outbox_letter_settled before update on outbox_letter
  for each row execute function refuse_sent_change();

-- What a person has to do because no machine can.
create table notice_task (
  id text primary key,
  kind text not null check (kind in ('telephone', 'fax', 'document', 'chat')),
  cause text not null check (cause in ('prescribed', 'fallback', 'silence', 'escalation', 'unknownParty')),
  notice_id text not null references notice (id),
  recipient_id text references notice_recipient (id),
  -- Whom to call when it is not the recipient: their superior.
  name text not null,
  phone text,
  created_at timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  done_at timestamptz check (done_at >= created_at),
  outcome text check (outcome in ('told', 'issued', 'answered', 'superseded')),
  done_by text references user_account (id),
  note text,
  check ((done_at is null) = (outcome is null))
);
-- Nobody is called twice for the same thing.
create unique index notice_task_open on notice_task (notice_id, kind, coalesce(recipient_id, ''), (cause = 'escalation'))
  where done_at is null;

create table inbox_message (
  id text primary key,
  letter_key text not null references outbox_letter (key),
  user_id text not null references user_account (id),
  at timestamptz not null,
  meeting_id text,
  subject text not null,
  lines jsonb not null,
  recipient_id text references notice_recipient (id),
  read_at timestamptz,
  unique (letter_key, user_id)
);
create index inbox_message_user on inbox_message (user_id, at desc);
create index inbox_message_unread on inbox_message (user_id) where read_at is null;

-- Only the SHA-256 of a token is kept.
create table ack_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  recipient_id text not null references notice_recipient (id),
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at)
);
create index ack_link_recipient on ack_link (recipient_id);

-- Whom a role of the profile means here, where it is not what the profile's rules find.
create table notice_party (
  locality text not null,
  role text not null,
  organisation_id text not null references organisation (id),
  primary key (locality, role, organisation_id)
);
