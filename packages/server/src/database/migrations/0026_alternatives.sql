-- A refusal because of a conflict names the next free times of the same rooms (R-APR-06).
alter table meeting_move add column alternatives jsonb not null default '[]'
  check (jsonb_typeof(alternatives) = 'array');
create index registration_received on registration (registered_at desc) where reception is not null;
