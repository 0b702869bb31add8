-- Digital signatures made elsewhere, over the print of a confirmed line that is kept (R-LOG-06). They are added, never taken away.
create table log_signature (
  id text primary key,
  entry_id text not null references log_print (entry_id),
  kind text not null check (kind in ('detached', 'pdf')),
  file_name text not null check (char_length(file_name) between 1 and 200),
  content bytea not null check (octet_length(content) between 1 and 26214400),
  sha256 bytea not null check (sha256 = sha256(content)),
  -- Who signed, and whether they could be relied on, as found when it was handed in.
  signers jsonb not null,
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null,
  constraint log_signature_once unique (entry_id, sha256)
);
create trigger log_signature_append_only before update or delete on log_signature
  for each row execute function refuse_change();
create trigger log_signature_no_truncate before truncate on log_signature
  for each statement execute function refuse_change();
