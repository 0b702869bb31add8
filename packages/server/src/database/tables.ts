import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccessTables } from './tables/access.ts';
import type { AssetTables } from './tables/assets.ts';
import type { Json, OptionalJson, OptionalTime, Time } from './tables/column.ts';
import type { DirectoryTables, OptionalDay } from './tables/directory.ts';
import type { DocumentTables } from './tables/documents.ts';
import type { EndingTables } from './tables/endings.ts';
import type { EvaluationTables } from './tables/evaluations.ts';
import type { FinanceTables } from './tables/finance.ts';
import type { IncidentTables } from './tables/incidents.ts';
import type { LedgerTables } from './tables/ledger.ts';
import type { LogTables } from './tables/logs.ts';
import type { MonitoringTables } from './tables/monitoring.ts';
import type { NoticeTables } from './tables/notices.ts';
import type { PaperTables } from './tables/papers.ts';
import type { PreparationTables } from './tables/preparation.ts';
import type { RecordingTables } from './tables/recordings.ts';
import type { RegistrationTables } from './tables/registration.ts';
import type { RehearsalTables } from './tables/rehearsals.ts';
import type { ReportTables } from './tables/reports.ts';
import type { ScheduleTables } from './tables/schedule.ts';
import type { SecurityTables } from './tables/security.ts';
import type { SecurityEventTables } from './tables/security-events.ts';
import type { StaffTables } from './tables/staff.ts';
import type { TrainingTables } from './tables/training.ts';
import type { TrunkTables } from './tables/trunk.ts';
import type { WallboardTables } from './tables/wallboards.ts';

export interface Tables
  extends AccessTables,
    DirectoryTables,
    StaffTables,
    SecurityTables,
    RegistrationTables,
    ScheduleTables,
    NoticeTables,
    LedgerTables,
    DocumentTables,
    MonitoringTables,
    PaperTables,
    PreparationTables,
    IncidentTables,
    RehearsalTables,
    EndingTables,
    ReportTables,
    FinanceTables,
    LogTables,
    EvaluationTables,
    SecurityEventTables,
    TrunkTables,
    WallboardTables,
    RecordingTables,
    AssetTables,
    TrainingTables {
  server_epoch: { single: Generated<boolean>; epoch: ColumnType<string, number, number> };
  locality: { code: string; name: string; is_home: boolean };
  regulation_profile: {
    locality: string;
    version: number;
    valid_from: string;
    valid_to: string | null;
    document: Json;
    document_sum: GeneratedAlways<string>;
    loaded_at: Time;
  };
  calendar_version: {
    version: number;
    at: Time;
    made_by: string | null;
    reason: string;
    weekly_rest: number[];
    from_on: string;
    to_on: string;
  };
  calendar_day: {
    id: GeneratedAlways<string>;
    on_day: string;
    scope_kind: string;
    scope_id: string;
    type: string;
    name: string;
    ends_at: string | null;
    status: string;
    source: string;
    since_version: number;
    until_version: number | null;
  };
  level: {
    code: string;
    rank: number;
    name: string;
    valid_from: OptionalDay;
    valid_to: OptionalDay;
  };
  organisation: {
    id: string;
    code: string;
    name: string;
    level_code: string;
    kind: string;
    parent_id: string | null;
    address: string | null;
    telephone: string | null;
    email: string | null;
    sort_key: GeneratedAlways<string>;
    ended_on: OptionalDay;
    begins_on: OptionalDay;
  };
  mcu_node: {
    id: string;
    name: string;
    role: string;
    parent_id: string | null;
    link_url: string;
    room_url: string | null;
    public_key: string;
    link_budget: OptionalJson;
    standby_id: string | null;
  };
  site: {
    id: string;
    organisation_id: string;
    number: number;
    name: string;
    sort_key: GeneratedAlways<string>;
    level_code: string;
    address: string | null;
    room: string;
    terminal: string;
    node_id: string;
    network: string;
    roles: string[];
    status: string;
    duty_title: string | null;
    duty_phone: string | null;
  };
  audit: {
    id: GeneratedAlways<string>;
    at: Time;
    actor_kind: string;
    actor_id: string | null;
    actor_name: string | null;
    action: string;
    meeting_id: string | null;
    subject: string | null;
    outcome: string;
    code: string | null;
    facts: Json;
    correlation_id: string | null;
    search_text: GeneratedAlways<string>;
  };
  meeting: {
    id: string;
    title: string;
    phase: Generated<string>;
    planned_start: Time;
    chair_site_id: string;
    bring_up_limit_ms: number | null;
    cascade: boolean;
    locality: string | null;
    regulation_version: number | null;
    kind: string | null;
    urgency: string | null;
    created_by: string | null;
    created_at: Time;
    started_at: OptionalTime;
    ended_at: OptionalTime;
    last_seq: GeneratedAlways<number>;
  };
  meeting_site: { meeting_id: string; site_id: string; may_present: boolean };
  meeting_event: {
    meeting_id: string;
    seq: number;
    at: Time;
    actor: Json;
    command_id: string | null;
    chamber_id: string | null;
    body: Json;
  };
  meeting_command: {
    command_id: string;
    meeting_id: string;
    user_id: string;
    at: Time;
    seq: number | null;
    code: string | null;
    facts: Json;
  };
  meeting_snapshot: { meeting_id: string; seq: number; at: Time; state: Json };
  bring_up: {
    id: string;
    meeting_id: string;
    site_id: string;
    requested_at: Time;
    requested_by: string;
    state: string;
    pushed_at: OptionalTime;
    layout_at: OptionalTime;
    chair_sees_at: OptionalTime;
    chair_hears_at: OptionalTime;
    site_sees_at: OptionalTime;
    site_hears_at: OptionalTime;
    established_at: OptionalTime;
    ended_at: OptionalTime;
    limit_ms: number | null;
    breached: boolean;
    established_ms: GeneratedAlways<number | null>;
  };
  incident: {
    id: string;
    meeting_id: string;
    kind: string;
    subject: string;
    site_id: string | null;
    node_id: string | null;
    detail: string;
    started_at: Time;
    ended_at: OptionalTime;
    duration_ms: GeneratedAlways<string | null>;
  };
  node_happening: { happening_id: string; node_id: string; meeting_id: string; at: Time };
  room_link: {
    secret_hash: Buffer;
    meeting_id: string;
    site_id: string;
    issued_by: string;
    issued_at: Time;
    expires_at: Time;
    used_at: OptionalTime;
    personal_device_id: string | null;
    endpoint: Generated<string>;
  };
  door_knock: {
    secret_hash: Buffer;
    knock_id: string;
    meeting_id: string;
    personal_device_id: string | null;
    at: Time;
  };
  room_session: {
    token_hash: Buffer;
    meeting_id: string;
    site_id: string;
    link_hash: Buffer;
    opened_at: Time;
    expires_at: Time;
  };
}
