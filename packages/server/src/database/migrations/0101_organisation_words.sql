-- Organisations are looked for as sites are: by the beginnings of words, with an index that knows beginnings; in the names
-- of every day, and with their order kept beside them.
drop index organisation_version_name;
alter table organisation_version add column search_words tsvector not null
  generated always as (directory_lexemes(name || ' ' || code)) stored;
alter table organisation_version add column sort_key text collate "C" not null
  generated always as (vi_sort_key(name)) stored;
create index organisation_version_words on organisation_version using gin (search_words) with (fastupdate = off);

-- Three letters at a time nobody looks any more.
alter table organisation drop column search_text;
alter table site drop column search_text;

analyze organisation_version;

-- What follows from a name is no part of the history that is not rewritten.
create or replace function refuse_history_change() returns trigger language plpgsql as $$
declare
  free constant text[] := array['valid_to', 'closed_by', 'search_words', 'sort_key'];
  scheduled boolean;
begin
  if tg_op = 'DELETE' then
    if old.opened_by is not null and (select state = 'scheduled' from reform where id = old.opened_by) then
      return old;
    end if;
  else
    if to_jsonb(new) - free = to_jsonb(old) - free then
      if old.valid_to is null then return new; end if;
      select state = 'scheduled' into scheduled from reform where id = old.closed_by;
      if scheduled then return new; end if;
    end if;
  end if;
  raise exception '% of the past is not rewritten', tg_table_name using errcode = 'restrict_violation';
end $$;
