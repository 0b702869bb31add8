-- What the host notes of the costs of a meeting (R-FIN-05); the newest counts.
create table cost_note (
  id bigint generated always as identity primary key,
  meeting_id text not null references meeting (id),
  words text not null check (length(words) between 3 and 500),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index cost_note_meeting on cost_note (meeting_id, id desc);
create trigger cost_note_append_only before update or delete on cost_note
  for each row execute function refuse_change();
create trigger cost_note_no_truncate before truncate on cost_note
  for each statement execute function refuse_change();

-- Payments of the leased service on the ground of a closed evaluation (R-FIN-02), in dong; the newest counts.
create table service_payment (
  id bigint generated always as identity primary key,
  period text not null check (period ~ '^\d{4}-[1-4]$'),
  amount bigint check (amount between 0 and 1000000000000000),
  decision text not null check (length(decision) between 3 and 500),
  at timestamptz not null,
  user_id text not null references user_account (id),
  by_name text not null
);
create index service_payment_period on service_payment (period, id desc);
create trigger service_payment_append_only before update or delete on service_payment
  for each row execute function refuse_change();
create trigger service_payment_no_truncate before truncate on service_payment
  for each statement execute function refuse_change();
