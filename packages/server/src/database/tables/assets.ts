import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

/** Columns of type `date` are written as `2026-03-02` and read through `::text`. */
export interface AssetTables {
  asset: {
    id: string;
    code: string;
    kind: string;
    model: string;
    serial: string | null;
    owner_id: string;
    custodian_id: string;
    keeper: string | null;
    site_id: string | null;
    room: string | null;
    state: string;
    funding: string;
    acquired_on: string | null;
    cause: string;
    cause_at: Time;
    note: string | null;
    revision: Generated<number>;
    at: Time;
  };
  asset_event: {
    id: GeneratedAlways<string>;
    asset_id: string;
    at: Time;
    what: string;
    words: string;
    by_name: string;
  };
  asset_handover: {
    id: string;
    from_id: string;
    to_id: string;
    keeper: string | null;
    handed_on: string;
    note: string | null;
    state: Generated<string>;
    giver_user: string | null;
    giver_name: string | null;
    giver_title: string | null;
    giver_at: OptionalTime;
    receiver_user: string | null;
    receiver_name: string | null;
    receiver_title: string | null;
    receiver_at: OptionalTime;
    withdrawn_reason: string | null;
    at: Time;
  };
  asset_handover_item: { handover_id: string; asset_id: string; open: Generated<boolean> };
  asset_request: {
    id: string;
    asset_id: string;
    kind: string;
    state: Generated<string>;
    from_site_id: string | null;
    from_room: string | null;
    to_site_id: string | null;
    to_room: string | null;
    changes: OptionalJson;
    reason: string;
    asked_at: Time;
    asked_by: string;
    asked_by_name: string;
    decided_at: OptionalTime;
    decided_by_name: string | null;
    words: string | null;
  };
  asset_verdict: {
    id: GeneratedAlways<string>;
    asset_id: string;
    kind: string;
    passed: boolean;
    by_whom: string;
    document: string | null;
    on_day: string;
    words: string | null;
    at: Time;
    by_name: string;
  };
  asset_sheet: {
    asset_id: string;
    version: number;
    fields: Json;
    hash: Buffer;
    request_id: string | null;
    at: Time;
    by_name: string;
  };
  asset_loan: {
    id: string;
    spare_id: string;
    removed_id: string | null;
    case_id: string;
    site_id: string;
    lent_at: Time;
    returned_at: OptionalTime;
  };
  asset_upkeep: {
    id: GeneratedAlways<string>;
    asset_id: string;
    task: string;
    label: string;
    done_on: string;
    worker: string;
    fault: string | null;
    words: string | null;
    cost: ColumnType<string | null, number | null, never>;
    at: Time;
    by_name: string;
  };
  asset_upkeep_cost: {
    asset_id: string;
    task: string;
    year: number;
    cost: ColumnType<string, number, number>;
    at: Time;
    by_name: string;
  };
  site_inspection: {
    id: string;
    site_id: string;
    kind: string;
    label: string;
    ad_hoc: boolean;
    on_day: string;
    inspectors: string;
    document: string | null;
    results: Json;
    at: Time;
    by_name: string;
  };
  inspection_finding: {
    id: string;
    inspection_id: string;
    position: number;
    words: string;
    due_on: string | null;
    remedy: string | null;
    closed_on: string | null;
    closed_by_name: string | null;
  };
  asset_review: {
    id: GeneratedAlways<string>;
    year: number;
    feedback: string;
    proposals: string;
    at: Time;
    by_name: string;
  };
  site_line: {
    id: GeneratedAlways<string>;
    site_id: string;
    use: string;
    network: string;
    provider: string;
    bandwidth_kbps: number;
    protection: string;
    mark: number | null;
    since: string;
    note: string | null;
    at: Time;
    by_name: string;
  };
  fallback_plan: {
    id: GeneratedAlways<string>;
    site_id: string;
    subject: string;
    plan: string;
    filed_on: string;
    at: Time;
    by_name: string;
  };
}
