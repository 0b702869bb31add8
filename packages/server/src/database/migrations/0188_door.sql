-- Endpoints that ask at the door of a live meeting (R-CON-12). Who waits is in the meeting's log; here is by which secret each
-- asks for its answer, so that it goes on waiting when the server starts anew.
create table door_knock (
  secret_hash bytea primary key check (length(secret_hash) = 32),
  knock_id text not null unique,
  meeting_id text not null references meeting (id),
  personal_device_id text references personal_device (id),
  at timestamptz not null
);
create index door_knock_meeting on door_knock (meeting_id);
