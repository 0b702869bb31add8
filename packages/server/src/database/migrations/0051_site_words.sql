-- Words are looked for at their beginning. As lexemes they are found by an index that knows beginnings, the number among
-- them, and the planner knows how often each occurs; three letters at a time it could only guess.
create function directory_lexemes(value text) returns tsvector
  language sql immutable strict parallel safe
  return array_to_tsvector(array_remove(string_to_array(public.directory_text(value), ' '), ''));

alter table site add column search_words tsvector not null
  generated always as (directory_lexemes(name || ' ' || number::text)) stored;
create index site_words on site using gin (search_words);
