import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/** `timestamptz`: a `Date` both ways. */
type Time = ColumnType<Date, Date, Date>;
type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** `jsonb`: read as unknown and parsed by a schema, written as text. */
type Json = JSONColumnType<object, string, string>;

export interface Tables {
  server_epoch: { single: Generated<boolean>; epoch: ColumnType<string, number, number> };
  locality: { code: string; name: string; is_home: boolean };
  regulation_profile: {
    locality: string;
    version: number;
    valid_from: string;
    valid_to: string | null;
    document: Json;
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
  level: { code: string; rank: number; name: string };
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
  };
  mcu_node: {
    id: string;
    name: string;
    role: string;
    parent_id: string | null;
    link_url: string;
    room_url: string | null;
    public_key: string;
  };
  site: {
    id: string;
    organisation_id: string;
    number: number;
    name: string;
    search_text: GeneratedAlways<string>;
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
  user_account: {
    id: string;
    login: string;
    name: string;
    role: string;
    site_id: string | null;
    password_hash: string;
    failed_count: Generated<number>;
    locked_until: OptionalTime;
    disabled: Generated<boolean>;
  };
  user_session: {
    token_hash: Buffer;
    user_id: string;
    created_at: Time;
    expires_at: Time;
    ended_at: OptionalTime;
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
