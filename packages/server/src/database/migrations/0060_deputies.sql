-- Who decides for whom while they are away: what is lent rests on a grant of the principal's own, and ends with it.
create table deputation (
  id text primary key,
  principal_id text not null references user_account (id),
  deputy_id text not null references user_account (id) check (deputy_id <> principal_id),
  role text not null check (role = 'approver'),
  -- The principal's own grant it rests on.
  held_scope_kind text not null,
  held_scope_id text not null,
  -- What is lent of it: all, or what lies below one organisation.
  scope_kind text not null check (scope_kind in ('installation', 'organisation', 'site', 'meeting')),
  scope_id text not null check ((scope_kind = 'installation') = (scope_id = '')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  reason text,
  given_at timestamptz not null,
  ended_at timestamptz,
  ended_by text references user_account (id),
  check ((ended_at is null) = (ended_by is null)),
  -- A right is lent to one person at a time.
  constraint deputation_one_at_a_time exclude using gist (principal_id with =, scope_kind with =, scope_id with =,
    tstzrange(starts_at, greatest(starts_at, least(ends_at, ended_at))) with &&)
);
create index deputation_deputy on deputation (deputy_id, ends_at);

create function refuse_deputation_change() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null
     or (new.id, new.principal_id, new.deputy_id, new.scope_kind, new.scope_id, new.starts_at, new.ends_at)
        is distinct from (old.id, old.principal_id, old.deputy_id, old.scope_kind, old.scope_id, old.starts_at, old.ends_at) then
    raise exception 'deputation % stays as it was given', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger deputation_stays before update on deputation for each row execute function refuse_deputation_change();
create trigger deputation_kept before delete on deputation for each row execute function refuse_change();

-- For whom a step was taken, when it was taken by a deputy.
alter table meeting_move add column in_place_of text;
