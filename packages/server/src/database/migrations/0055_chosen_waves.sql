-- A half day of rehearsal that a person laid elsewhere stays there when the meeting is booked anew.
alter table rehearsal_wave add column chosen boolean not null default false;
