-- What the lines of MCUs and links carry is counted as their ports and streams are, in kilobits per second (R-SCH-07).
alter table schedule_capacity drop constraint schedule_capacity_resource_kind_check;
alter table schedule_capacity add constraint schedule_capacity_resource_kind_check
  check (resource_kind in ('session', 'mcu', 'mcuRate', 'link', 'linkRate'));
alter table booking drop constraint booking_resource_kind_check;
alter table booking add constraint booking_resource_kind_check check (resource_kind in
  ('room', 'site', 'person', 'control', 'session', 'mcu', 'mcuRate', 'link', 'linkRate'));
alter table booking drop constraint booking_check2;
alter table booking add constraint booking_units_of_shared
  check (units = 1 or resource_kind in ('session', 'mcu', 'mcuRate', 'link', 'linkRate'));

-- Most that is taken at any instant of a time. Beginnings and ends are gone through in order, each once: what ends at an
-- instant is free for what begins there, and what is over before the time is not looked at, however long the history.
drop trigger booking_within_capacity on booking;
drop function check_capacity;
drop function most_taken;
create function most_taken(of_kind text, of_id text, span tstzrange) returns bigint
  language sql stable strict
  return (
    select coalesce(max(taken), 0) from (
      select sum(step) over (order by at, step rows unbounded preceding) as taken
      from booking
      cross join lateral (values (greatest(lower(during), lower(span)), units), (upper(during), -units)) moment (at, step)
      where is_firm and resource_kind = of_kind and resource_id = of_id
        and upper(during) > lower(span) and lower(during) < upper(span)
    ) sums
  );

-- Nobody firmly has more of a shared thing than there is (R-SCH-07). Writers of one thing follow each other.
create function check_capacity() returns trigger language plpgsql as $$
declare
  there_is integer;
begin
  select available into there_is from schedule_capacity
    where resource_kind = new.resource_kind and resource_id = new.resource_id for update;
  if found and most_taken(new.resource_kind, new.resource_id, new.during) > there_is then
    raise exception '% % has only %', new.resource_kind, new.resource_id, there_is
      using errcode = 'check_violation', constraint = 'booking_within_capacity';
  end if;
  return null;
end $$;
create trigger booking_within_capacity after insert or update on booking for each row
  when (new.is_firm and new.resource_kind in ('session', 'mcu', 'mcuRate', 'link', 'linkRate'))
  execute function check_capacity();

-- Meetings to come take of the lines what one that is booked now takes: a picture and a voice, 1975 kb/s, to every port and
-- over every link, and 800 kb/s more where content may be shown (SC-13).
insert into booking (resource_kind, resource_id, during, meeting_id, kind, units, priority, is_firm)
  select b.resource_kind || 'Rate', b.resource_id, b.during, b.meeting_id, b.kind,
      case b.resource_kind when 'mcu' then b.units else 1 end
        * case when 'true' in (r.data -> 'technical' ->> 'slides', r.data -> 'technical' ->> 'video') then 2775 else 1975 end,
      b.priority, b.is_firm
    from booking b join registration r on r.meeting_id = b.meeting_id
    where b.resource_kind in ('mcu', 'link') and upper(b.during) > now();
