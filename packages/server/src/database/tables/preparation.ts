import type { GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, Time } from './column.ts';

export interface PreparationTables {
  site_camera: { site_id: string; meeting_id: string; camera: Json; told_at: Time };
  check_answer: {
    id: GeneratedAlways<string>;
    key: string;
    meeting_id: string;
    site_id: string;
    phase: string;
    item: string;
    outcome: string;
    value: OptionalJson;
    note: string | null;
    audio: OptionalJson;
    from_chair_seat: boolean;
    at: Time;
    received_at: Time;
    source: string;
    user_id: string | null;
    by_name: string;
  };
  room_configuration: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    site_id: string;
    at: Time;
    kept: boolean;
    fields: Json;
    hash: Buffer;
    by_name: string;
  };
  retest_order: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    site_id: string;
    phase: string;
    items: string[];
    cause: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  clearance_override: {
    meeting_id: string;
    organisation_id: string;
    reason: string;
    at: Time;
    user_id: string;
    by_name: string;
  };
  script_draft: {
    meeting_id: string;
    revision: number;
    segments: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
  script_version: {
    meeting_id: string;
    version: number;
    revision: number;
    segments: Json;
    approved_at: Time;
    user_id: string;
    by_name: string;
  };
  mcu_sheet: {
    id: GeneratedAlways<string>;
    node_id: string;
    sheet: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
  connection_plan: {
    meeting_id: string;
    version: number;
    sections: Json;
    tree: Json;
    at: Time;
    user_id: string;
    by_name: string;
  };
  plan_agreement: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    version: number;
    organisation_id: string;
    agreed: boolean;
    note: string | null;
    at: Time;
    user_id: string;
    by_name: string;
  };
}
