import type { OptionalTime, Time } from './column.ts';

export interface PaperTables {
  meeting_paper: {
    id: string;
    meeting_id: string;
    name: string;
    format: string;
    content: Buffer;
    digest: Buffer;
    uploaded_at: Time;
    uploaded_by: string;
    uploaded_by_name: string;
  };
  paper_issue: {
    paper_id: string;
    site_id: string;
    sent_at: Time;
    sent_by: string;
    received_at: OptionalTime;
    received_by: string | null;
    received_via: string | null;
  };
}
