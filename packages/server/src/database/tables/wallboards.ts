import type { OptionalTime, Time } from './column.ts';

export interface WallboardTables {
  wallboard: {
    id: string;
    token_hash: Buffer;
    name: string;
    meeting_id: string | null;
    issued_by: string;
    issued_at: Time;
    expires_at: Time;
    withdrawn_at: OptionalTime;
    withdrawn_by: string | null;
    last_opened_at: OptionalTime;
  };
}
