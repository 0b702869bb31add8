-- Video systems of others that may be joined to a meeting (R-MCU-08; HN Đ5.5, HB I.4, VP Đ4, QN Đ3.2).
create table external_system (
  id text primary key,
  name text not null check (length(name) between 2 and 200),
  kind text not null check (kind in
    ('government', 'ministry', 'party', 'military', 'border', 'police', 'customs', 'telecom', 'otherProvince', 'other')),
  owner text not null check (length(owner) between 2 and 200),
  -- Over a trunk, or through the matrix of a site of ours.
  peer_id text references trunk_peer (id),
  site_id text references site (id),
  protocol text check (protocol in ('sip', 'h323', 'other')),
  address text not null default '' check (length(address) <= 500),
  contact text not null default '' check (length(contact) <= 500),
  phone text not null default '' check (length(phone) <= 40),
  note text not null default '' check (length(note) <= 500),
  made_at timestamptz not null,
  made_by text not null,
  closed_at timestamptz,
  closed_by text,
  check ((peer_id is null) <> (site_id is null)),
  check ((site_id is null) = (protocol is null)),
  check ((closed_at is null) = (closed_by is null))
);
create unique index external_system_peer on external_system (peer_id) where closed_at is null;
create unique index external_system_name on external_system (lower(name)) where closed_at is null;

-- Installations that are linked already are registered as what they are called.
insert into external_system (id, name, kind, owner, peer_id, made_at, made_by)
  select gen_random_uuid()::text, name || case when n > 1 then ' (' || code || ')' else '' end, 'other', name, id, accepted_at, accepted_by
  from (select *, row_number() over (partition by lower(name) order by accepted_at) as n from trunk_peer where revoked_at is null) as peer;

-- The consent of whoever answers for a system, for one meeting, with the document it stands in.
create table external_consent (
  id text primary key,
  meeting_id text not null references meeting (id),
  system_id text not null references external_system (id),
  consented_by text not null check (length(consented_by) between 2 and 200),
  document_number text not null check (length(document_number) between 1 and 100),
  document_on date not null,
  note text not null default '' check (length(note) <= 500),
  written_at timestamptz not null,
  written_by text not null,
  paper_name text check (length(paper_name) between 1 and 160 and paper_name !~ '[/\\[:cntrl:]]'),
  paper_format text check (paper_format in ('pdf', 'docx', 'odt')),
  paper bytea check (octet_length(paper) between 1 and 5242880),
  paper_digest bytea check (paper_digest = sha256(paper)),
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text check (length(withdrawn_reason) between 3 and 500),
  check (num_nulls(paper_name, paper_format, paper, paper_digest) in (0, 4)),
  check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3))
);
create unique index external_consent_one on external_consent (meeting_id, system_id) where withdrawn_at is null;

-- What was written stays as it was written; a paper is added once, and a consent taken back once.
create function refuse_consent_change() returns trigger language plpgsql as $$
begin
  if (new.id, new.meeting_id, new.system_id, new.consented_by, new.document_number, new.document_on, new.note,
      new.written_at, new.written_by)
     is distinct from
     (old.id, old.meeting_id, old.system_id, old.consented_by, old.document_number, old.document_on, old.note,
      old.written_at, old.written_by)
     or (old.paper_digest is not null and new.paper_digest is distinct from old.paper_digest)
     or old.withdrawn_at is not null then
    raise exception 'consent % stands as written', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger external_consent_stays before update on external_consent
  for each row execute function refuse_consent_change();
create trigger external_consent_kept before delete on external_consent
  for each row execute function refuse_change();

-- A lower installation asks to take part in a conference above; both sides keep it.
create table trunk_request (
  id text primary key,
  peer_id text not null references trunk_peer (id),
  -- What the other installation is: `upper`, we asked it; `lower`, it asks us.
  side text not null check (side in ('upper', 'lower')),
  -- Ours, where we asked.
  meeting_id text references meeting (id),
  title text not null check (length(title) between 1 and 300),
  consented_by text not null check (length(consented_by) between 2 and 200),
  document_number text not null check (length(document_number) between 1 and 100),
  document_on date not null,
  note text not null default '' check (length(note) <= 500),
  state text not null check (state in ('open', 'withdrawn', 'refused', 'invited')),
  asked_at timestamptz not null,
  answered_at timestamptz,
  answered_by text,
  reason text check (length(reason) between 3 and 500),
  trunk_id text references trunk (id),
  check ((side = 'upper') = (meeting_id is not null)),
  check ((state = 'open') = (answered_at is null)),
  check ((state = 'refused') = (reason is not null)),
  check (state <> 'invited' or trunk_id is not null)
);
create index trunk_request_peer on trunk_request (peer_id, asked_at);
create index trunk_request_meeting on trunk_request (meeting_id);
