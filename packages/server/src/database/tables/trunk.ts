import type { Generated } from 'kysely';
import type { Json, OptionalJson, OptionalTime, Time } from './column.ts';

export interface TrunkTables {
  installation: { single: Generated<boolean>; code: string; name: string; address: string | null };
  trunk_peer: {
    id: string;
    code: string;
    name: string;
    side: string;
    address: string | null;
    public_key: string;
    known_key: string;
    budget: Json;
    accepted_at: Time;
    accepted_by: string;
    revoked_at: OptionalTime;
    revoked_by: string | null;
  };
  trunk: {
    id: string;
    peer_id: string;
    side: string;
    meeting_id: string | null;
    title: string | null;
    chain: Json;
    state: string;
    mode: string | null;
    site_ids: Json;
    out_site_id: string | null;
    gate_id: string | null;
    last_feed: OptionalJson;
    created_at: Time;
    joined_at: OptionalTime;
    ended_at: OptionalTime;
    end_reason: string | null;
  };
}
