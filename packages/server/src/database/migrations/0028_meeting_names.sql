-- Names of a meeting's day, kept from its confirmation: what is renamed or merged later does not change the file (R-DIR-01).
-- `above` is the superior of the host, and the organisation of a site.
create table meeting_name (
  meeting_id text not null references registration (meeting_id),
  kind text not null check (kind in ('host', 'site')),
  subject_id text not null,
  name text not null check (name <> ''),
  above text,
  primary key (meeting_id, kind, subject_id)
);
create trigger meeting_name_kept before update on meeting_name for each row execute function refuse_change();

insert into meeting_name (meeting_id, kind, subject_id, name, above)
  select r.meeting_id, 'host', host.id, host.name, superior.name from registration r
    join organisation host on host.id = r.host_organisation_id
    left join organisation superior on superior.id = host.parent_id
    where r.confirmed_at is not null
  union
  select r.meeting_id, 'site', site.id, site.name, organisation.name from registration r
    cross join lateral jsonb_array_elements(r.data -> 'sites') one
    join site on site.id = one ->> 'siteId'
    join organisation on organisation.id = site.organisation_id
    where r.confirmed_at is not null;
