-- Many papers printed in one go: each as it was composed when it was asked for, printed one after the other, taken as one ZIP.
create table print_batch (
  id text primary key,
  key uuid not null unique,
  title text not null check (length(title) between 1 and 300),
  format text not null check (format in ('pdf', 'docx', 'xlsx')),
  asked_at timestamptz not null,
  user_id text not null references user_account (id)
);
create index print_batch_user on print_batch (user_id, asked_at desc);

create table print_batch_item (
  batch_id text not null references print_batch (id) on delete cascade,
  position integer not null check (position >= 1),
  -- Name within the ZIP.
  name text not null check (length(name) between 1 and 200),
  paper jsonb not null,
  -- Printed; null: waits.
  bytes bytea check (octet_length(bytes) between 1 and 33554432),
  -- Code of what kept it from being printed.
  failure text check (failure is null or bytes is null),
  primary key (batch_id, position),
  unique (batch_id, name)
);
