import type { GeneratedAlways } from 'kysely';
import type { Json, Time } from './column.ts';

export interface RehearsalTables {
  rehearsal: {
    id: string;
    meeting_id: string;
    number: number;
    conference_id: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  rehearsal_step: {
    id: GeneratedAlways<string>;
    rehearsal_id: string;
    at: Time;
    key: string;
    act: string;
    event: Json;
    user_id: string;
    by_name: string;
  };
}
