import { createHash } from 'node:crypto';
import { IssuedDocument, type Paper } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { PrintFormat } from './print-job.ts';

export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

interface NewDocument {
  readonly documentId: string;
  readonly meetingId: string;
  readonly form: string;
  readonly name: string;
  readonly number: string | null;
  readonly issuedOn: string;
  readonly issuedAt: number;
  readonly issuer: { readonly userId: string; readonly name: string };
  readonly revision: number;
  readonly hostOrganisationId: string;
  readonly paper: Paper;
  readonly pdf: Buffer;
  readonly docx: Buffer;
}

export async function insertIssued(executor: Executor, issued: NewDocument): Promise<void> {
  await executor
    .insertInto('issued_document')
    .values({
      id: issued.documentId,
      meeting_id: issued.meetingId,
      form: issued.form,
      name: issued.name,
      number: issued.number,
      issued_on: issued.issuedOn,
      issued_at: new Date(issued.issuedAt),
      issued_by_id: issued.issuer.userId,
      issued_by_name: issued.issuer.name,
      revision: issued.revision,
      paper: JSON.stringify(issued.paper),
      pdf: issued.pdf,
      pdf_sha256: sha256(issued.pdf),
      docx: issued.docx,
      docx_sha256: sha256(issued.docx),
      host_organisation_id: issued.hostOrganisationId,
    })
    .execute();
}

/** Documents of a meeting that left the house, the newest first; without their bytes. */
export async function issuedOf(executor: Executor, meetingId: string): Promise<IssuedDocument[]> {
  const rows = await executor
    .selectFrom('issued_document')
    .select([
      'id',
      'form',
      'name',
      'number',
      'issued_at',
      'issued_by_name',
      'revision',
      'pdf_sha256',
      'docx_sha256',
    ])
    .select(sql<string>`issued_on::text`.as('issued_on'))
    .where('meeting_id', '=', meetingId)
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) =>
    IssuedDocument.parse({
      documentId: row.id,
      meetingId,
      form: row.form,
      name: row.name,
      number: row.number,
      issuedOn: row.issued_on,
      issuedAt: row.issued_at.getTime(),
      issuedBy: row.issued_by_name,
      revision: row.revision,
      pdfSha256: row.pdf_sha256.toString('hex'),
      docxSha256: row.docx_sha256.toString('hex'),
    }),
  );
}

/** The bytes as they were issued; null when there is none. */
export async function issuedBytes(
  executor: Executor,
  which: { documentId: string } | { meetingId: string; form: string; revision: number },
  format: PrintFormat,
): Promise<{ readonly meetingId: string; readonly form: string; readonly bytes: Buffer } | null> {
  let query = executor.selectFrom('issued_document').select(['meeting_id', 'form', `${format} as bytes`]);
  query =
    'documentId' in which
      ? query.where('id', '=', which.documentId)
      : query
          .where('meeting_id', '=', which.meetingId)
          .where('form', '=', which.form)
          .where('revision', '=', which.revision);
  const row = await query.executeTakeFirst();
  return row ? { meetingId: row.meeting_id, form: row.form, bytes: row.bytes } : null;
}
