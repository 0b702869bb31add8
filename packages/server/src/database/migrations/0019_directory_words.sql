-- Words are looked for at their beginning, so that "da" finds Đà Bắc and not every "nhân dân". The two long phrases that
-- stand in nearly every name are kept together and do not answer for their parts.
drop index organisation_version_name;
alter table site drop column search_text;
alter table organisation drop column search_text;

create or replace function directory_text(value text) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  long text := ' ' || public.fold_text(value);
  short text;
begin
  long := regexp_replace(long, '\mubnd\M', 'uy ban nhan dan', 'g');
  long := regexp_replace(long, '\mhdnd\M', 'hoi dong nhan dan', 'g');
  long := regexp_replace(long, 'tt\s?&\s?tt|\mtttt\M', 'thong tin va truyen thong', 'g');
  long := regexp_replace(long, '\mcntt\M', 'cong nghe thong tin', 'g');
  long := regexp_replace(long, '\mddbqh\M', 'doan dai bieu quoc hoi', 'g');
  long := regexp_replace(long, '\mtp\M\.?', 'thanh pho', 'g');
  long := regexp_replace(long, '\mtx\M\.?', 'thi xa', 'g');
  short := replace(replace(replace(replace(replace(replace(replace(long,
      'uy ban nhan dan', 'ubnd'), 'hoi dong nhan dan', 'hdnd'), 'thong tin va truyen thong', 'tttt'),
      'cong nghe thong tin', 'cntt'), 'doan dai bieu quoc hoi', 'ddbqh'), 'thanh pho', 'tp'), 'thi xa', 'tx');
  long := replace(replace(long, 'uy ban nhan dan', 'uy-ban-nhan-dan'), 'hoi dong nhan dan', 'hoi-dong-nhan-dan');
  long := regexp_replace(long, '\muy ban\M', 'uy-ban', 'g');
  return regexp_replace(short || ' ' || long, '[^a-z0-9/-]+', ' ', 'g');
end $$;

create or replace function directory_words(typed text) returns text[]
  language sql immutable strict parallel safe
  return (select array_agg(word) from regexp_split_to_table(
    regexp_replace(
      regexp_replace(
        replace(replace(replace(replace(
          regexp_replace(public.fold_text(typed), 'tt\s?&\s?tt', 'tttt', 'g'),
          'uy ban nhan dan', 'ubnd'), 'hoi dong nhan dan', 'hdnd'),
          'uy ban nhan', 'uy-ban-nhan'), 'hoi dong nhan', 'hoi-dong-nhan'),
        '\muy ban\M', 'uy-ban', 'g'),
      '[^a-z0-9/-]+', ' ', 'g'),
    '\s+') as word where word <> '');

alter table site add column search_text text not null generated always as (directory_text(name)) stored;
create index site_search on site using gin (search_text gin_trgm_ops);
alter table organisation add column search_text text not null
  generated always as (directory_text(name) || ' ' || fold_text(code)) stored;
create index organisation_search on organisation using gin (search_text gin_trgm_ops);
create index organisation_version_name on organisation_version using gin (directory_text(name) gin_trgm_ops);
