-- Invitations and papers of a meeting (R-REG-12), their very bytes; never changed. One that was sent stays.
create table meeting_paper (
  id text primary key,
  meeting_id text not null references registration (meeting_id),
  name text not null check (length(name) between 1 and 160 and name !~ '[/\\[:cntrl:]]'),
  format text not null check (format in ('pdf', 'docx', 'odt')),
  content bytea not null check (octet_length(content) between 1 and 5242880),
  digest bytea not null check (digest = sha256(content)),
  uploaded_at timestamptz not null,
  uploaded_by text not null references user_account (id),
  uploaded_by_name text not null,
  -- The same bytes are one paper, however often the button was pressed.
  constraint meeting_paper_once unique (meeting_id, digest)
);
create trigger meeting_paper_stays before update on meeting_paper
  for each row execute function refuse_change();
create trigger meeting_paper_no_truncate before truncate on meeting_paper
  for each statement execute function refuse_change();

-- To which site it was sent, and when that site had it in its hands.
create table paper_issue (
  paper_id text not null references meeting_paper (id),
  site_id text not null references site (id),
  sent_at timestamptz not null,
  sent_by text not null references user_account (id),
  received_at timestamptz check (received_at >= sent_at),
  received_by text,
  received_via text check (received_via in ('link', 'account')),
  primary key (paper_id, site_id),
  check ((received_at is null) = (received_via is null)),
  check ((received_at is null) = (received_by is null))
);
create function refuse_issue_change() returns trigger language plpgsql as $$
begin
  if old.received_at is not null
     or (new.paper_id, new.site_id, new.sent_at, new.sent_by)
        is distinct from (old.paper_id, old.site_id, old.sent_at, old.sent_by) then
    raise exception 'paper % was sent to %', old.paper_id, old.site_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger paper_issue_stays before update on paper_issue for each row execute function refuse_issue_change();
create trigger paper_issue_kept before delete on paper_issue for each row execute function refuse_change();
create trigger paper_issue_no_truncate before truncate on paper_issue
  for each statement execute function refuse_change();
