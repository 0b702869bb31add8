-- The directory is written in great pieces and read at every key: what an import brings goes into the index at once, not
-- into a list that every search has to read until somebody tidies up.
alter index site_words set (fastupdate = off);
select gin_clean_pending_list('site_words');

-- What an index of expressions and a new column hold is known to the planner once it has looked; tables at rest would wait
-- for it for good.
analyze booking;
analyze site;
