-- Guests of other installations are recorded like sites, and are in no directory of ours.
alter table recording_segment drop constraint recording_segment_site_id_fkey;
