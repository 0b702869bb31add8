import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

/** A day without a clock, as PostgreSQL writes it: `2026-07-01`. */
export type Day = ColumnType<string, string, string>;
export type OptionalDay = ColumnType<string | null, string | null | undefined, string | null>;

export interface DirectoryTables {
  reform: {
    id: string;
    name: string;
    decree: string;
    effective_on: Day;
    state: string;
    sheet: Json;
    created_by: string;
    created_at: Time;
    settled_at: OptionalTime;
  };
  organisation_version: {
    id: GeneratedAlways<string>;
    organisation_id: string;
    valid_from: OptionalDay;
    valid_to: OptionalDay;
    code: string;
    name: string;
    level_code: string;
    kind: string;
    address: string | null;
    telephone: string | null;
    email: string | null;
    decree: string | null;
    opened_by: string | null;
    closed_by: string | null;
  };
  organisation_edge: {
    id: GeneratedAlways<string>;
    tree: string;
    child_id: string;
    parent_id: string;
    valid_from: OptionalDay;
    valid_to: OptionalDay;
    decree: string | null;
    opened_by: string | null;
    closed_by: string | null;
  };
  organisation_lineage: {
    id: GeneratedAlways<string>;
    from_id: string;
    to_id: string;
    relation: string;
    on_day: Day;
    decree: string;
    reform_id: string | null;
  };
  site_version: {
    id: GeneratedAlways<string>;
    site_id: string;
    valid_from: OptionalDay;
    valid_to: OptionalDay;
    name: string;
    organisation_id: string;
    level_code: string;
    node_id: string;
    status: string;
  };
  room: {
    id: string;
    site_id: string;
    name: string;
    kind: Generated<string>;
    seats: number | null;
    status: Generated<string>;
  };
  import_batch: {
    id: string;
    kind: string;
    file_name: string;
    file_hash: Buffer;
    rows: Json;
    against: string;
    faults: number;
    state: Generated<string>;
    uploaded_by: string;
    uploaded_at: Time;
    confirmed_at: OptionalTime;
    result: OptionalJson;
  };
  directory_revision: { single: Generated<boolean>; revision: ColumnType<string, number, number> };
}
