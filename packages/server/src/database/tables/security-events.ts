import type { Generated } from 'kysely';
import type { OptionalTime, Time } from './column.ts';

export interface SecurityEventTables {
  security_event: {
    id: string;
    kind: string;
    subject: string;
    by_name: string | null;
    count: number;
    first_at: Time;
    last_at: Time;
    meeting_id: string | null;
    fingerprint: string;
    state: Generated<string>;
    handling: string | null;
    handled_at: OptionalTime;
    handled_by_name: string | null;
  };
  device_left_on: { site_id: string; night_of: string; at: Time; address: string };
}
