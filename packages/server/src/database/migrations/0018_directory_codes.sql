-- A code belongs to one organisation at a time; who has ended no longer holds it.
alter table organisation drop constraint organisation_code_key;
create index organisation_code on organisation (code);
alter table organisation_version add constraint organisation_version_code exclude using gist
  (code with =, daterange(valid_from, valid_to) with &&);
