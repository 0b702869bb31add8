import type { GeneratedAlways } from 'kysely';
import type { Json, OptionalJson, Time } from './column.ts';

export interface IncidentTables {
  incident_case: {
    id: string;
    meeting_id: string;
    number: number;
    subject: string;
    site_id: string | null;
    node_id: string | null;
    type: string;
    origin: string;
    session: string;
    at: Time;
    acknowledge_by: Time;
    by_name: string | null;
    user_id: string | null;
    before: OptionalJson;
    during: OptionalJson;
    key: string | null;
  };
  incident_party: {
    case_id: string;
    number: number;
    role: string;
    role_name: string;
    kind: string;
    organisation_id: string | null;
    site_id: string | null;
    account_role: string | null;
    name: string;
    person: string | null;
    phone: string | null;
    is_next: boolean;
    at: Time;
  };
  incident_step: {
    id: GeneratedAlways<string>;
    case_id: string;
    at: Time;
    key: string | null;
    act: string;
    event: Json;
    by_name: string;
    user_id: string | null;
  };
}
