import type { ColumnType, Generated } from 'kysely';
import type { Time } from './column.ts';
import type { Day } from './directory.ts';

/** `bigint`: read as text, written as a number. */
type Big = ColumnType<string, number, number>;

export interface ReportTables {
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
}
