-- Who has a thing around a time is asked at every key of a registration: from the end of the thing's past on, in order.
-- Where an index for ranges looks at several pages for one thing, this one goes straight there, and is cheaper to write.
drop index booking_of_thing;
create index booking_of_thing on booking (resource_kind, resource_id, upper(during));
