-- A document that left the house: what stood in it, under which number and day, and the very bytes. Never changed; a
-- corrected document is a further one under a further number.
create table issued_document (
  id text primary key,
  meeting_id text not null references registration (meeting_id),
  form text not null check (form ~ '^[a-z][A-Za-z0-9]{0,39}$'),
  name text not null check (length(name) between 1 and 300),
  -- As printed, `12/TB-VPUBND`; null for forms that carry none.
  number text check (length(number) between 3 and 60),
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by_id text references user_account (id),
  issued_by_name text not null,
  revision integer not null check (revision >= 1),
  -- Names, titles and every word of it, as they were on that day.
  paper jsonb not null,
  pdf bytea not null check (octet_length(pdf) between 1 and 33554432),
  pdf_sha256 bytea not null check (pdf_sha256 = sha256(pdf)),
  docx bytea not null check (octet_length(docx) between 1 and 33554432),
  docx_sha256 bytea not null check (docx_sha256 = sha256(docx)),
  -- One body's numbers of a year are given once.
  host_organisation_id text not null references organisation (id),
  year integer generated always as (extract(year from issued_on)::integer) stored,
  constraint issued_document_number unique (host_organisation_id, number, year),
  -- The same state of a file is issued once in each form.
  constraint issued_document_once unique (meeting_id, form, revision)
);
create index issued_document_meeting on issued_document (meeting_id, issued_at desc);
create trigger issued_document_append_only before update or delete on issued_document
  for each row execute function refuse_change();
create trigger issued_document_no_truncate before truncate on issued_document
  for each statement execute function refuse_change();
