import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalTime, Time } from './column.ts';

/** Columns of type `date` are written as `2026-03-02` and read through `::text`. */
export interface StaffTables {
  operator_person: {
    id: string;
    organisation_id: string;
    site_id: string | null;
    duty: string;
    name: string;
    title: string | null;
    email: string | null;
    telephone: string | null;
    trained_on: string | null;
    from_on: string;
    to_on: string | null;
    revision: Generated<number>;
    created_at: Time;
    changed_at: Time;
  };
  roster_shift: {
    id: string;
    organisation_id: string;
    person_id: string;
    starts_at: Time;
    ends_at: Time;
    note: string | null;
    created_at: Time;
  };
  replacement: {
    leaving_id: string;
    ended_on: string;
    due_on: string | null;
    reason: string | null;
    successor_id: string | null;
    notified_on: string | null;
    notice: string | null;
  };
  training_need: { id: string; person_id: string; cause: string; opened_on: string; done_on: string | null };
  room_condition: {
    id: GeneratedAlways<string>;
    site_id: string;
    condition_key: string;
    result: string;
    assessed_on: string;
    assessor: string;
    expires_on: string | null;
    note: string | null;
    at: Time;
    by_name: string;
  };
  unit_document: {
    id: string;
    organisation_id: string;
    kind: string;
    version: number;
    title: string;
    number: string | null;
    parties: string | null;
    body: string;
    issued_on: string;
    at: Time;
    by_name: string;
  };
  unit_document_posting: { document_id: string; posted_on: string; place: string; at: Time; by_name: string };
  quota_exception: {
    id: string;
    organisation_id: string;
    state: string;
    sites: number;
    plan: string;
    need: string;
    responsible_id: string;
    drafted_at: Time;
    submitted_at: OptionalTime;
    decided_at: OptionalTime;
    decision_number: string | null;
    decision_on: string | null;
    reason: string | null;
  };
  admission: {
    site_id: string;
    state: string;
    is_new_member: boolean;
    required: string[];
    quota: number | null;
    opened_at: Time;
    opened_by: string;
    decided_at: OptionalTime;
    decided_by: string | null;
    reason: string | null;
  };
  admission_evidence: {
    id: GeneratedAlways<string>;
    site_id: string;
    condition_key: string;
    result: string;
    evidence: string;
    document_number: string | null;
    assessed_on: string;
    assessor: string;
    at: Time;
    by_name: string;
  };
  contact_point: {
    key: string;
    telephone: string | null;
    email: string | null;
    other: string | null;
    changed_at: Time;
    changed_by: string;
  };
  power_contact: {
    id: string;
    area_id: string;
    unit: string;
    telephone: string;
    valid_from: Time;
    valid_to: Time;
    at: Time;
    by_name: string;
  };
  duty_post: {
    id: string;
    meeting_id: string;
    identity: string;
    key: string;
    label: string;
    session: string;
    site_id: string | null;
    district_id: string | null;
    providers: string[];
    starts_at: Time;
    ends_at: Time;
    obligatory: boolean;
    dropped_at: OptionalTime;
  };
  duty_assignment: {
    id: GeneratedAlways<string>;
    post_id: string;
    person_id: string | null;
    name: string;
    unit: string;
    telephone: string;
    at: Time;
    by_name: string;
  };
  duty_override: { meeting_id: string; reason: string; at: Time; by_id: string; by_name: string };
  connection_report: {
    id: GeneratedAlways<string>;
    site_id: string;
    state: string;
    line: string | null;
    terminal: string | null;
    display: string | null;
    audio: string | null;
    power: string | null;
    surveyed_on: string | null;
    tested_on: string | null;
    at: Time;
    by_name: string;
  };
  contact_list_version: { version: number; at: Time; by_name: string; note: string | null; entries: Json };
  contact_handover: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    recipient: string;
    sent_at: Time;
    by_name: string;
    entries: Json;
  };
}
