import type { GeneratedAlways } from 'kysely';
import type { Json, OptionalTime, Time } from './column.ts';

export interface LedgerTables {
  deadline: {
    meeting_id: string;
    deadline_id: string;
    key: string;
    owes: string[];
    due_at: OptionalTime;
    state: string;
    entry: Json;
    calendar_version: number;
    updated_at: Time;
  };
  deadline_report: {
    meeting_id: string;
    deadline_id: string;
    at: Time;
    reported_at: Time;
    user_id: string | null;
    by_name: string;
    note: string | null;
  };
  deadline_waiver: {
    meeting_id: string;
    deadline_id: string;
    at: Time;
    user_id: string;
    by_name: string;
    reason: string;
  };
  deadline_change: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    deadline_id: string;
    at: Time;
    from_state: string | null;
    to_state: string;
    due_before: OptionalTime;
    due_after: OptionalTime;
    cause: string;
    by_name: string | null;
  };
}
