-- What a system of security level 3 must know of an account, and the ways to prove who one is.
alter table user_account add column title text;
alter table user_account add column email text;
alter table user_account add column phone text;
alter table user_account add column note text;
alter table user_account add column created_at timestamptz not null default now();
alter table user_account add column created_by text references user_account (id);
-- The first password is given by somebody else: it opens nothing but the page on which it is changed.
alter table user_account add column must_change_password boolean not null default false;
-- Null: set by whoever installed the system; its age is not counted.
alter table user_account add column password_changed_at timestamptz;
alter table user_account add column last_sign_in_at timestamptz;
alter table user_account add column lockouts integer not null default 0 check (lockouts >= 0);
alter table user_account add column second_factor_due boolean not null default false;
alter table user_account add column disabled_at timestamptz;
alter table user_account add column disabled_reason text
  check (disabled_reason in ('administrator', 'idle', 'transfer', 'left'));
alter table user_account add column reviewed_at timestamptz;
alter table user_account add column reviewed_by text references user_account (id);
alter table user_account add column search_text text not null
  generated always as (fold_text(name || ' ' || login || ' ' || coalesce(title, ''))) stored;
create index user_account_search on user_account using gin (search_text gin_trgm_ops);

-- Hashes of former passwords: none of the last ten may come back.
create table password_history (
  id bigint generated always as identity primary key,
  user_id text not null references user_account (id),
  password_hash text not null,
  set_at timestamptz not null
);
create index password_history_user on password_history (user_id, id desc);

-- Sealed with the key of the installation, which is not in the database (AES-256-GCM).
create table user_totp (
  user_id text primary key references user_account (id),
  secret_sealed bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- Number of the last period whose code was taken: a code works once.
  last_step bigint not null default 0
);
create table user_recovery_code (
  user_id text not null references user_account (id),
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (user_id, code_hash)
);
create table user_passkey (
  credential_id text primary key,
  user_id text not null references user_account (id),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index user_passkey_user on user_passkey (user_id);
-- Who one is elsewhere, as a keyed hash: neither a citizen's number nor a name.
create table user_identity (
  subject_hash bytea primary key check (length(subject_hash) = 32),
  user_id text not null unique references user_account (id),
  linked_at timestamptz not null
);

-- A sign-in or an enrolment under way between two requests. The key is the hash of what the browser holds.
create table access_step (
  token_hash bytea primary key check (length(token_hash) = 32),
  kind text not null check (kind in ('secondFactor', 'passkeySignIn', 'passkeyRegister', 'passkeyProof', 'oidc')),
  user_id text references user_account (id),
  data jsonb not null,
  tries integer not null default 0,
  expires_at timestamptz not null
);

alter table user_session add column assurance text not null default 'password'
  check (assurance in ('password', 'totp', 'recovery', 'passkey', 'oidc'));
alter table user_session add column last_active_at timestamptz;
alter table user_session add column locked_at timestamptz;
alter table user_session add column proved_at timestamptz;
alter table user_session add column ip text;
alter table user_session add column user_agent text;
alter table user_session add column ended_reason text
  check (ended_reason in ('signOut', 'administrator', 'replaced', 'disabled', 'passwordChanged'));
-- How a person names a session without knowing its token.
alter table user_session add column id text;
update user_session set id = encode(substring(token_hash from 1 for 12), 'hex');
create function name_session() returns trigger language plpgsql as $$
begin
  new.id := coalesce(new.id, encode(substring(new.token_hash from 1 for 12), 'hex'));
  return new;
end $$;
create trigger user_session_named before insert on user_session for each row execute function name_session();
create unique index user_session_id on user_session (id);
create index user_session_open on user_session (user_id) where ended_at is null;
