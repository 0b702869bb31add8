import type { Time } from './column.ts';

export interface MonitoringTables {
  line_bucket: {
    meeting_id: string;
    kind: string;
    subject: string;
    at: Time;
    quality: string;
    rtt_ms: number | null;
    jitter_ms: number | null;
    loss: number | null;
    up_kbps: number | null;
    down_kbps: number | null;
    key_frames: number | null;
    mic_db: number | null;
  };
}
