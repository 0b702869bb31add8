-- Courses for those who operate (R-TRN-02); the plan of a year is what is to be held in it.
create table training_course (
  id text primary key,
  title text not null check (length(title) between 3 and 300),
  content text,
  organiser_id text not null references organisation (id),
  place text not null,
  trainers text,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  reason text,
  at timestamptz not null,
  by_name text not null,
  check ((state = 'cancelled') = (reason is not null))
);
create index training_course_starts on training_course (starts_on);
create table training_attendance (
  course_id text not null references training_course (id),
  person_id text not null references operator_person (id),
  attendance text check (attendance in ('attended', 'absent', 'excused')),
  passed boolean not null default false,
  certificate text,
  primary key (course_id, person_id),
  check (attendance = 'attended' or (not passed and certificate is null))
);
create index training_attendance_person on training_attendance (person_id);

-- Guidance for units, by topic of the text; each version stays (R-TRN-04).
create table guide (
  id text primary key,
  topic text not null,
  version integer not null check (version >= 1),
  title text not null check (length(title) between 3 and 200),
  file_name text not null,
  content_type text not null,
  content bytea not null check (octet_length(content) between 1 and 20971520),
  hash bytea not null check (length(hash) = 32),
  at timestamptz not null,
  by_name text not null,
  unique (topic, version)
);
create trigger guide_append_only before update or delete on guide
  for each row execute function refuse_change();
-- Who opened which version.
create table guide_reading (
  guide_id text not null references guide (id),
  user_id text not null references user_account (id),
  at timestamptz not null,
  primary key (guide_id, user_id)
);
