import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalTime, Time } from './column.ts';

/** `bigint`: read as text, written as a number. */
type OptionalCount = ColumnType<string | null, number | null | undefined, number | null>;

export interface RecordingTables {
  recording: {
    id: string;
    meeting_id: string;
    started_at: Time;
    started_by: string;
    late_asked_by: string | null;
    late_reason: string | null;
    stopped_at: OptionalTime;
  };
  recording_node: { recording_id: string; node_id: string; done_at: OptionalTime };
  recording_segment: {
    id: string;
    recording_id: string;
    site_id: string;
    source: string;
    node_id: string;
    started_at: Time;
    ended_at: Time;
    bytes: number;
    sha256: Buffer;
    announced_at: Time;
    stored_at: OptionalTime;
    deleted_at: OptionalTime;
  };
  film: {
    meeting_id: string;
    state: string;
    steps_done: Generated<number>;
    steps: Generated<number>;
    asked_at: Time;
    asked_by: string;
    finished_at: OptionalTime;
    duration_ms: OptionalCount;
    video_bytes: OptionalCount;
    video_sha256: Buffer | null;
    audio_bytes: OptionalCount;
    audio_sha256: Buffer | null;
    missing_ms: OptionalCount;
    fault: string | null;
  };
  recording_access: {
    id: GeneratedAlways<string>;
    meeting_id: string;
    at: Time;
    user_id: string;
    by_name: string;
    part: string;
    subject: string | null;
  };
  recording_hold: {
    id: string;
    meeting_id: string;
    at: Time;
    by_id: string;
    by_name: string;
    reason: string;
    lifted_at: OptionalTime;
    lifted_name: string | null;
    lifted_reason: string | null;
  };
  recording_deletion: {
    id: string;
    meeting_id: string;
    what: string;
    proposed_at: Time;
    files: Json;
    bytes: ColumnType<string, number, number>;
    decision: string | null;
    decided_at: OptionalTime;
    decided_by: string | null;
    decided_name: string | null;
    reason: string | null;
    deleted_at: OptionalTime;
  };
  recording_copy: {
    id: string;
    key: string;
    meeting_id: string;
    kind: string;
    site_id: string | null;
    site_name: string | null;
    user_id: string;
    by_name: string;
    mark: string | null;
    request_id: string | null;
    asked_at: Time;
    state: string;
    fault: string | null;
    bytes: OptionalCount;
    sha256: Buffer | null;
    expires_at: Time;
  };
  recording_object: {
    name: string;
    meeting_id: string;
    bytes: ColumnType<string, number, number>;
    sealed: boolean;
    place: string;
    stored_at: Time;
    moved_at: OptionalTime;
  };
  recording_handover: {
    id: string;
    key: string;
    meeting_id: string;
    number: number;
    items: Json;
    documents: string | null;
    medium: string;
    mark: string | null;
    from_unit: string;
    to_organisation_id: string;
    to_unit: string;
    note: string | null;
    given_at: Time;
    given_by: string;
    given_name: string;
    seal: Buffer;
    answer: string | null;
    answered_at: OptionalTime;
    answered_by: string | null;
    answered_name: string | null;
    answered_position: string | null;
    answered_words: string | null;
  };
  recording_request: {
    id: string;
    key: string;
    meeting_id: string;
    organisation_id: string | null;
    organisation: string;
    user_id: string;
    by_name: string;
    position: string;
    purpose: string;
    part: string;
    at: Time;
    decision: string | null;
    refusal: string | null;
    decided_at: OptionalTime;
    decided_by: string | null;
    decided_name: string | null;
    words: string | null;
    until: OptionalTime;
    ended_at: OptionalTime;
  };
}
