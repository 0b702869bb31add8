import type { GeneratedAlways } from 'kysely';
import type { OptionalJson, OptionalTime, Time } from './column.ts';

export interface EndingTables {
  ending_step: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    site_id: string | null;
    key: string;
    act: string;
    step: string | null;
    rating: OptionalJson;
    at: Time;
    user_id: string;
    by_name: string;
  };
  outstanding_issue: {
    id: string;
    key: string;
    meeting_id: string;
    site_id: string;
    words: string;
    due_at: OptionalTime;
    at: Time;
    user_id: string;
    by_name: string;
    taken_at: OptionalTime;
    taken_by_name: string | null;
    taken_note: string | null;
    fixed_at: OptionalTime;
    fixed_by_name: string | null;
    fixed_words: string | null;
  };
}
