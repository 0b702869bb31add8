import type { Clock } from '@nhipcau/base';
import {
  type Instant,
  instant,
  type LogEntryId,
  type LogSignatureCheck,
  type LogSignatureFiles,
  type SessionInfo,
  SIGNATURE_FILES,
} from '@nhipcau/contracts';
import type { Certificate } from 'pkijs';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../../app-error.ts';
import type { Database } from '../../database/database.ts';
import { sha256 } from '../../documents/issued.repository.ts';
import { auditAct, type Worker } from '../../staff/staff-parts.ts';
import { keptPrint, lockLog } from '../logs.repository.ts';
import type { LogsService } from '../logs.service.ts';
import { insertSignature, signatureFile, signatureFiles } from './log-signatures.repository.ts';
import { readSignatureFile } from './read-signature-file.ts';

/** Digital signatures made elsewhere over the kept print of a confirmed line (R-LOG-06). */
export class LogSignatures {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logs: LogsService;
  readonly #authorities: readonly Certificate[];

  constructor({
    database,
    clock,
    logs,
    authorities,
  }: { database: Database; clock: Clock; logs: LogsService; authorities: readonly Certificate[] }) {
    this.#database = database;
    this.#clock = clock;
    this.#logs = logs;
    this.#authorities = authorities;
  }

  get #now(): Instant {
    return instant(this.#clock.now());
  }

  /** @throws {AppError} LOG_ENTRY_UNKNOWN */
  async list(entryId: LogEntryId, person: SessionInfo): Promise<LogSignatureFiles> {
    const { opened, reach } = await this.#logs.open(entryId, person);
    const kept = await keptPrint(this.#database, entryId);
    return {
      entryId,
      printSha256: kept && sha256(kept).toString('hex'),
      mayAttach: opened.row.confirmedAt !== null && reach.acts('log.attach', opened.row),
      files: await signatureFiles(this.#database, entryId),
    };
  }

  /**
   * Keeps a signature that holds; the same file twice is one. What does not hold is refused, and nothing that was kept changes.
   *
   * @throws {AppError} LOG_ENTRY_UNKNOWN, NOT_ALLOWED, LOG_NOT_CONFIRMED, LOG_PRINT_NOT_KEPT, LOG_SIGNATURE…, LOG_SIGNED_PDF_…
   * @rule LB-7 (R-LOG-06)
   */
  async attach(
    entryId: LogEntryId,
    { fileName, content }: { fileName: string; content: Buffer },
    worker: Worker,
  ): Promise<LogSignatureFiles> {
    const { person } = worker;
    const { opened, reach } = await this.#logs.open(entryId, person);
    if (!reach.acts('log.attach', opened.row)) throw new AppError('NOT_ALLOWED', { action: 'log.attach' });
    if (opened.row.confirmedAt === null) throw new AppError('LOG_NOT_CONFIRMED');
    const kept = await keptPrint(this.#database, entryId);
    if (kept === null) throw new AppError('LOG_PRINT_NOT_KEPT');
    const now = this.#now;
    const { kind, signers } = await readSignatureFile(content, kept, {
      authorities: this.#authorities,
      now,
    });
    const digest = sha256(content);
    await this.#database.transaction().execute(async (trx) => {
      await lockLog(trx, entryId);
      const before = await signatureFiles(trx, entryId);
      if (before.some((file) => file.sha256 === digest.toString('hex'))) return;
      if (before.length >= SIGNATURE_FILES) throw new AppError('LOG_SIGNATURES_FULL');
      const signatureId = uuidv7();
      await insertSignature(trx, {
        signatureId,
        entryId,
        kind,
        fileName,
        content,
        sha256: digest,
        signers,
        at: now,
        userId: person.userId,
        byName: person.name,
      });
      await auditAct(trx, worker, {
        at: now,
        action: 'log.attach',
        subject: entryId,
        meetingId: opened.row.meetingId,
        facts: {
          signatureId,
          kind,
          sha256: digest.toString('hex'),
          signers: signers.map(({ name, serial, trust }) => ({ name, serial, trust })),
        },
      });
    });
    return this.list(entryId, person);
  }

  /** @throws {AppError} LOG_ENTRY_UNKNOWN, LOG_SIGNATURE_UNKNOWN */
  async open(
    entryId: LogEntryId,
    signatureId: string,
    person: SessionInfo,
  ): Promise<{ content: Buffer; kind: string; fileName: string }> {
    await this.#logs.open(entryId, person);
    const file = await signatureFile(this.#database, entryId, signatureId);
    if (file === null) throw new AppError('LOG_SIGNATURE_UNKNOWN');
    return file;
  }

  /**
   * The same file held against the kept print anew, by the authorities and the day of now.
   *
   * @throws {AppError} LOG_ENTRY_UNKNOWN, LOG_SIGNATURE_UNKNOWN
   */
  async check(entryId: LogEntryId, signatureId: string, person: SessionInfo): Promise<LogSignatureCheck> {
    const { content } = await this.open(entryId, signatureId, person);
    const kept = await keptPrint(this.#database, entryId);
    try {
      const { signers } = await readSignatureFile(content, kept ?? Buffer.alloc(0), {
        authorities: this.#authorities,
        now: this.#now,
      });
      return { signatureId, matches: kept !== null, signers };
    } catch (cause) {
      if (cause instanceof AppError) return { signatureId, matches: false, signers: [] };
      throw cause;
    }
  }
}
