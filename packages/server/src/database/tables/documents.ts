import type { Generated, GeneratedAlways } from 'kysely';
import type { Json, Time } from './column.ts';

export interface DocumentTables {
  form_template: {
    id: string;
    organisation_id: string;
    locality: string;
    form: string;
    version: number;
    file_name: string;
    note: string | null;
    content: Buffer;
    hash: Buffer;
    unused: Json;
    at: Time;
    by_name: string;
  };
  form_template_use: {
    id: GeneratedAlways<string>;
    organisation_id: string;
    locality: string;
    form: string;
    template_id: string | null;
    reason: string;
    at: Time;
    by_name: string;
  };
  print_batch: { id: string; key: string; title: string; format: string; asked_at: Time; user_id: string };
  print_batch_item: {
    batch_id: string;
    position: number;
    name: string;
    paper: Json;
    bytes: Generated<Buffer | null>;
    failure: Generated<string | null>;
  };
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
