import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, OptionalTime, Time } from './column.ts';

/** Columns of type `date` are written as `2026-03-02` and read through `::text`. */
export interface SecurityTables {
  security_review: {
    id: string;
    organisation_id: string;
    title: string;
    reviewers: string;
    reviewed_on: string;
    document: string | null;
    at: Time;
    by_name: string;
  };
  security_weakness: {
    id: string;
    review_id: string;
    position: number;
    title: string;
    severity: string;
    state: Generated<string>;
    remedy: string | null;
    starts_at: OptionalTime;
    ends_at: OptionalTime;
    tested_on: string | null;
    test: string | null;
    test_passed: boolean | null;
  };
  violation: {
    id: string;
    kind: string;
    label: string;
    cite: Json;
    organisation_id: string | null;
    meeting_id: string | null;
    happened_at: Time;
    found_by: string;
    by_name: string;
    evidence: string;
    fingerprint: string | null;
    state: Generated<string>;
    handling: string | null;
    handled_at: OptionalTime;
    handled_by_name: string | null;
    at: Time;
  };
  endpoint_enablement: {
    id: GeneratedAlways<string>;
    kind: string;
    enabled: boolean;
    reason: string;
    at: Time;
    by_name: string;
  };
  secret_means: {
    id: string;
    meeting_id: string;
    site_id: string;
    device: string;
    line: string;
    document: string;
    at: Time;
    by_name: string;
    withdrawn_at: OptionalTime;
    withdrawn_reason: string | null;
  };
}
