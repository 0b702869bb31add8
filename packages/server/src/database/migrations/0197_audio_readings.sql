-- What was read of the room's sound systems for a check, beside their standard values (R-AST-07).
alter table check_answer add column audio jsonb check (jsonb_typeof(audio) = 'array');
create index check_answer_audio on check_answer (site_id, meeting_id) where audio is not null;
