import { DigitalSigner, instant, LogSignatureFile } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../../database/database.ts';

const Signers = z.array(DigitalSigner);

/** Signature files of a line, the oldest first, without their bytes. */
export async function signatureFiles(executor: Executor, entryId: string): Promise<LogSignatureFile[]> {
  const rows = await executor
    .selectFrom('log_signature')
    .select(['id', 'kind', 'file_name', 'sha256', 'signers', 'at', 'by_name'])
    .select(sql<number>`octet_length(content)`.as('bytes'))
    .where('entry_id', '=', entryId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) =>
    LogSignatureFile.parse({
      signatureId: row.id,
      kind: row.kind,
      fileName: row.file_name,
      bytes: row.bytes,
      sha256: row.sha256.toString('hex'),
      at: instant(row.at.getTime()),
      byName: row.by_name,
      signers: Signers.parse(row.signers),
    }),
  );
}

/** One file as it was handed in; null: the line has none of this name. */
export async function signatureFile(
  executor: Executor,
  entryId: string,
  signatureId: string,
): Promise<{ content: Buffer; kind: string; fileName: string } | null> {
  const row = await executor
    .selectFrom('log_signature')
    .select(['content', 'kind', 'file_name'])
    .where('entry_id', '=', entryId)
    .where('id', '=', signatureId)
    .executeTakeFirst();
  return row ? { content: row.content, kind: row.kind, fileName: row.file_name } : null;
}

export async function insertSignature(
  executor: Executor,
  file: {
    readonly signatureId: string;
    readonly entryId: string;
    readonly kind: string;
    readonly fileName: string;
    readonly content: Buffer;
    readonly sha256: Buffer;
    readonly signers: readonly DigitalSigner[];
    readonly at: number;
    readonly userId: string;
    readonly byName: string;
  },
): Promise<void> {
  await executor
    .insertInto('log_signature')
    .values({
      id: file.signatureId,
      entry_id: file.entryId,
      kind: file.kind,
      file_name: file.fileName,
      content: file.content,
      sha256: file.sha256,
      signers: JSON.stringify(file.signers),
      at: new Date(file.at),
      user_id: file.userId,
      by_name: file.byName,
    })
    .execute();
}
