-- First day of an organisation that a reform has laid down and that is not there yet.
alter table organisation add column begins_on date;
create index organisation_version_name on organisation_version using gin (directory_text(name) gin_trgm_ops);
create index site_version_organisation on site_version (organisation_id);

create or replace function project_organisations(today date) returns integer language plpgsql as $$
declare
  changed integer;
begin
  perform set_config('nhipcau.projecting', 'on', true);
  update organisation set
      code = image.code, name = image.name, level_code = image.level_code, kind = image.kind,
      address = image.address, telephone = image.telephone, email = image.email,
      parent_id = image.parent_id, ended_on = image.ended_on, begins_on = image.begins_on
    from (
      -- The version of that day, else the last before it, else the first after it.
      select distinct on (v.organisation_id) v.organisation_id, v.code, v.name, v.level_code, v.kind, v.address,
          v.telephone, v.email, edge.parent_id,
          case when v.valid_to <= today then v.valid_to end as ended_on,
          case when v.valid_from > today then v.valid_from end as begins_on
        from organisation_version v
        left join lateral (
          select e.parent_id from organisation_edge e
            where e.tree = 'administrative' and e.child_id = v.organisation_id
              and (v.valid_from > today or
                   (coalesce(e.valid_from <= today, true) and (coalesce(e.valid_to > today, true) or v.valid_to <= today)))
            order by e.valid_from desc nulls last limit 1
        ) edge on true
        order by v.organisation_id, coalesce(v.valid_from > today, false),
          case when v.valid_from > today then v.valid_from end,
          v.valid_from desc nulls last
    ) image
    where image.organisation_id = organisation.id
      and (organisation.code, organisation.name, organisation.level_code, organisation.kind, organisation.address,
           organisation.telephone, organisation.email, organisation.parent_id, organisation.ended_on,
           organisation.begins_on)
        is distinct from (image.code, image.name, image.level_code, image.kind, image.address,
           image.telephone, image.email, image.parent_id, image.ended_on, image.begins_on);
  get diagnostics changed = row_count;
  perform set_config('nhipcau.projecting', 'off', true);
  return changed;
end $$;
