import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

export interface RegistrationTables {
  registration: {
    meeting_id: string;
    file_number: string;
    locality: string;
    regulation_version: number;
    state: Generated<string>;
    revision: Generated<number>;
    data: Json;
    reception: OptionalJson;
    late_reason: string | null;
    late_request: OptionalJson;
    host_organisation_id: string;
    starts_at: Time;
    ends_at: Time;
    created_by: string;
    created_at: Time;
    registered_at: OptionalTime;
    decided_at: OptionalTime;
    confirmed_at: OptionalTime;
    search_text: GeneratedAlways<string>;
  };
  meeting_name: {
    meeting_id: string;
    kind: 'host' | 'site';
    subject_id: string;
    name: string;
    above: string | null;
  };
  registration_number: { year: number; last: number };
  meeting_move: {
    meeting_id: string;
    seq: number;
    at: Time;
    actor_id: string | null;
    actor_name: string;
    from_state: string;
    to_state: string;
    act: string;
    reason: string | null;
    changed: string[];
    alternatives: ColumnType<unknown, string | undefined, never>;
    in_place_of: ColumnType<string | null, string | null | undefined, never>;
  };
}
