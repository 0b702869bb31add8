import type { GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

export interface LogTables {
  log_entry: {
    id: string;
    book: string;
    meeting_id: string;
    session: string;
    conference_id: string;
    site_id: string | null;
    organisation_id: string;
    place: string;
    unit: string;
    opened_at: Time;
    due_at: Time;
    supplements: string | null;
    supplement_reason: string | null;
    content: OptionalJson;
    digest: Buffer | null;
    confirmed_at: OptionalTime;
  };
  log_print: { entry_id: string; at: Time; pdf: Buffer; pdf_sha256: Buffer };
  log_signature: {
    id: string;
    entry_id: string;
    kind: string;
    file_name: string;
    content: Buffer;
    sha256: Buffer;
    signers: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
  log_act: {
    id: GeneratedAlways<string>;
    entry_id: string;
    key: string;
    act: string;
    record: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
}
