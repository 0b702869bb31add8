import type { GeneratedAlways } from 'kysely';
import type { Json, Time } from './column.ts';

export interface EvaluationTables {
  evaluation_act: {
    id: GeneratedAlways<string>;
    key: string;
    meeting_id: string | null;
    period: string | null;
    site_id: string | null;
    act: string;
    record: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
  evaluation_figures: { period: string; at: Time; object_by: Time; figures: Json };
}
