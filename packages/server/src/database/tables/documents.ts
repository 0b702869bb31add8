import type { GeneratedAlways } from 'kysely';
import type { Json, Time } from './column.ts';

export interface DocumentTables {
  issued_document: {
    id: string;
    meeting_id: string;
    form: string;
    name: string;
    number: string | null;
    issued_on: string;
    issued_at: Time;
    issued_by_id: string | null;
    issued_by_name: string;
    revision: number;
    paper: Json;
    pdf: Buffer;
    pdf_sha256: Buffer;
    docx: Buffer;
    docx_sha256: Buffer;
    host_organisation_id: string;
    year: GeneratedAlways<number>;
  };
}
