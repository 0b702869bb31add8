import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

/** `tstzrange`: written as an expression or text, read through `lower` and `upper`. */
type Range = ColumnType<string, string, string>;

export interface ScheduleTables {
  local_use: {
    id: string;
    room_id: string;
    organisation_id: string;
    title: string;
    starts_at: Time;
    ends_at: Time;
    state: Generated<string>;
    created_by: string;
    created_at: Time;
  };
  schedule_capacity: { resource_kind: string; resource_id: string; available: number };
  booking: {
    id: GeneratedAlways<string>;
    resource_kind: string;
    resource_id: string;
    during: Range;
    meeting_id: string | null;
    local_use_id: string | null;
    kind: string;
    units: Generated<number>;
    priority: Generated<number>;
    is_firm: boolean;
  };
  displacement: {
    id: GeneratedAlways<string>;
    at: Time;
    by_meeting_id: string;
    meeting_id: string | null;
    local_use_id: string | null;
    during: Range;
    slots: OptionalJson;
    told_at: OptionalTime;
  };
  rehearsal_wave: {
    meeting_id: string;
    stage: number;
    name: string;
    group_id: string;
    during: Range;
    site_ids: string[];
    /** Laid there by a person. */
    chosen: Generated<boolean>;
  };
  calendar_feed: {
    id: string;
    token_hash: Buffer;
    scope: Json;
    user_id: string;
    created_at: Time;
    last_read_at: OptionalTime;
    revoked_at: OptionalTime;
  };
}
