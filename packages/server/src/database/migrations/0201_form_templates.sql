-- Own templates of forms: each version stays, what was printed by it can be printed again.
create table form_template (
  id text primary key,
  organisation_id text not null references organisation (id),
  locality text not null,
  form text not null,
  version integer not null check (version >= 1),
  file_name text not null,
  note text,
  content bytea not null check (octet_length(content) between 1 and 5242880),
  hash bytea not null check (length(hash) = 32),
  unused jsonb not null,
  at timestamptz not null,
  by_name text not null,
  unique (organisation_id, locality, form, version)
);
create trigger form_template_append_only before update or delete on form_template
  for each row execute function refuse_change();
-- What an office prints a form by from then on; null: the shipped template.
create table form_template_use (
  id bigint generated always as identity primary key,
  organisation_id text not null references organisation (id),
  locality text not null,
  form text not null,
  template_id text references form_template (id),
  reason text not null check (length(reason) between 3 and 500),
  at timestamptz not null,
  by_name text not null
);
create index form_template_use_newest on form_template_use (organisation_id, locality, form, id desc);
create trigger form_template_use_append_only before update or delete on form_template_use
  for each row execute function refuse_change();
