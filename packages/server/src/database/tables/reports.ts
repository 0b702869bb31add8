import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';
import type { Day } from './directory.ts';

/** `bigint`: read as text, written as a number. */
type Big = ColumnType<string, number, number>;

export interface ReportTables {
  feedback: {
    id: string;
    key: string;
    organisation_id: string;
    unit_name: string;
    article: string | null;
    words: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  feedback_step: {
    id: GeneratedAlways<string>;
    feedback_id: string;
    act: string;
    words: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  session_figure: {
    meeting_id: string;
    on_day: Day;
    host_id: string | null;
    kind: string | null;
    urgency: string | null;
    duration_ms: Big;
    sites: number;
    recorded: boolean;
    rehearsals: number;
    incidents: number;
    duties: number;
    late_duties: number;
    computed_at: Time;
  };
  session_site_figure: {
    meeting_id: string;
    site_id: string;
    on_day: Day;
    organisation_id: string;
    area_id: string | null;
    session_ms: Big;
    connected_ms: Big;
    loss_class: string;
    loss_ms: Big;
    longest_loss_ms: Big;
    good_s: Generated<number>;
    fair_s: Generated<number>;
    poor_s: Generated<number>;
    bad_s: Generated<number>;
    picture: string | null;
    sound: string | null;
    line: string | null;
    incidents: Generated<number>;
    attendance: number | null;
    bring_ups: Generated<number>;
    bring_ups_late: Generated<number>;
    bring_ups_done: Generated<number>;
    bring_up_ms: ColumnType<string, number | undefined, number>;
  };
  report_calendar: { single: Generated<boolean>; opened_until: Time };
  report: {
    id: string;
    rule: string;
    form: string;
    name: string;
    annex: string | null;
    article: string;
    period: string;
    from_on: Day;
    to_on: Day;
    meeting_id: string | null;
    author_id: string | null;
    author_name: string;
    whole: boolean;
    recipient_id: string | null;
    recipient_name: string | null;
    includes: string[];
    reminders: Date[];
    demanded_by: string | null;
    opened_at: Time;
    due_at: OptionalTime;
    state: Generated<string>;
    submitted_at: OptionalTime;
    rows: OptionalJson;
  };
  report_correction: {
    id: GeneratedAlways<string>;
    report_id: string;
    row_key: string;
    col: string;
    value: Json;
    counted: Json;
    reason: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  report_step: {
    id: GeneratedAlways<string>;
    report_id: string;
    act: string;
    at: Time;
    user_id: string | null;
    by_name: string;
    reason: string | null;
  };
}
