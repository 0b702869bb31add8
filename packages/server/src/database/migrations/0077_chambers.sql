-- R-MCU-10: an event on the stage of a chamber names it; null is the common room or the meeting as a whole.
alter table meeting_event add column chamber_id text check (length(chamber_id) between 1 and 64);
