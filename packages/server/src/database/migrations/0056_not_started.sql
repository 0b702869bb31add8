-- Who acknowledged but has not begun is called once (R-NTC-04).
alter table notice_recipient add column start_called_at timestamptz;
alter table notice_task drop constraint notice_task_cause_check;
alter table notice_task add constraint notice_task_cause_check
  check (cause in ('prescribed', 'fallback', 'silence', 'escalation', 'unknownParty', 'notStarted'));
