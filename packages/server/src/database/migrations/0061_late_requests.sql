-- Technical services asked for after their own limit, and what whoever runs the system answered (R-REG-09).
alter table registration add column late_request jsonb;
