-- Where nothing else was laid down figures go to the superior (R-DIR-02). So a circle of reporting may be closed by edges of
-- both trees, and by the end of one: on no day does an organisation report to itself, by whatever way. It is looked at when
-- all changes of a transaction are made, since a reform turns many edges one after the other.
create function refuse_reporting_circle() returns trigger language plpgsql as $$
declare
  child text := coalesce(new.child_id, old.child_id);
begin
  if not exists (select from organisation_edge where tree = 'reporting') then
    return null;
  end if;
  perform pg_advisory_xact_lock(4163018);
  if exists (
    with recursive above (id, days, is_start) as (
      select child, datemultirange(daterange(null, null)), true
      union
      select edge.parent_id,
          above.days * datemultirange(daterange(edge.valid_from, edge.valid_to)) - case edge.tree when 'reporting' then '{}'
            else coalesce((select range_agg(daterange(own.valid_from, own.valid_to)) from organisation_edge own
              where own.tree = 'reporting' and own.child_id = edge.child_id), '{}') end,
          false
        from above join organisation_edge edge on edge.child_id = above.id
        where not isempty(above.days) and (above.is_start or above.id <> child)
    )
    select from above where id = child and not is_start and not isempty(days)
  ) then
    raise exception 'organisation % would report to itself', child
      using errcode = 'check_violation', constraint = 'organisation_edge_no_circle';
  end if;
  return null;
end $$;
create constraint trigger organisation_edge_no_circle after insert or update or delete on organisation_edge
  deferrable initially deferred for each row execute function refuse_reporting_circle();
