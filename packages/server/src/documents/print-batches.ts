import type { Clock } from '@nhipcau/base';
import {
  BATCH_PAPERS,
  BatchId,
  instant,
  Paper,
  type PrintBatch,
  type PrintBatchList,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Press } from './press.ts';
import { PaperFormat } from './print-job.ts';
import { storedZip } from './stored-zip.ts';

const BATCH_QUEUE = 'print.batch';
const Body = z.strictObject({ batchId: z.string(), at: z.int() });
const KEPT_DAYS = 7;
const DAY_MS = 24 * 3_600_000;
/** Batches of one person that still print. */
const OPEN_BATCHES = 3;
/** Bytes of one ZIP. */
const ZIP_LIMIT_BYTES = 256 * 1024 * 1024;

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly press: Pick<Press, 'print'>;
}

/** Many papers printed one after the other while their asker does something else; a restart goes on where it stood. */
export class PrintBatches {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.jobs.handle(BATCH_QUEUE, (body) => this.print(Body.parse(body).batchId));
  }

  /** Once, when the timers run: batches that a stop of the server left unfinished. */
  async start(): Promise<void> {
    const { database } = this.#parts;
    await this.#forget();
    const open = await database
      .selectFrom('print_batch_item')
      .select('batch_id')
      .distinct()
      .where('bytes', 'is', null)
      .where('failure', 'is', null)
      .execute();
    for (const { batch_id } of open)
      await database.transaction().execute((trx) => this.#enqueue(trx, batch_id));
  }

  /**
   * Takes papers in to be printed; the same key again is the same batch.
   *
   * @throws {AppError} BATCH_TOO_LARGE, BATCHES_OPEN
   * @rule DO-8
   */
  async ask(
    {
      key,
      title,
      format,
      papers,
    }: {
      readonly key: string;
      readonly title: string;
      readonly format: PaperFormat;
      readonly papers: readonly { readonly name: string; readonly paper: Paper }[];
    },
    userId: string,
  ): Promise<PrintBatch> {
    const { database, clock } = this.#parts;
    if (papers.length === 0 || papers.length > BATCH_PAPERS)
      throw new AppError('BATCH_TOO_LARGE', { papers: papers.length, limit: BATCH_PAPERS });
    await this.#forget();
    const batchId = await database.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`batches of ${userId}`}, 172))`.execute(trx);
      const known = await trx
        .selectFrom('print_batch')
        .select(['id', 'user_id'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (known?.user_id === userId) return known.id;
      const open = (await this.#own(trx, userId)).filter(({ isDone }) => !isDone);
      if (open.length >= OPEN_BATCHES) throw new AppError('BATCHES_OPEN', { limit: OPEN_BATCHES });
      const id = uuidv7();
      const asked_at = new Date(clock.now());
      await trx
        .insertInto('print_batch')
        .values({ id, key, title, format, asked_at, user_id: userId })
        .execute();
      await trx
        .insertInto('print_batch_item')
        .values(
          papers.map(({ name, paper }, index) => ({
            batch_id: id,
            position: index + 1,
            name,
            paper: JSON.stringify(paper),
          })),
        )
        .execute();
      await this.#enqueue(trx, id);
      return id;
    });
    return this.read(batchId, userId);
  }

  async list(userId: string): Promise<PrintBatchList> {
    return { batches: await this.#own(this.#parts.database, userId) };
  }

  /** @throws {AppError} BATCH_UNKNOWN */
  async read(batchId: string, userId: string): Promise<PrintBatch> {
    const [batch] = await this.#own(this.#parts.database, userId, batchId);
    if (!batch) throw new AppError('BATCH_UNKNOWN');
    return batch;
  }

  /** Everything that was printed, in one ZIP. @throws {AppError} BATCH_UNKNOWN, BATCH_NOT_DONE, BATCH_TOO_LARGE */
  async zip(batchId: string, userId: string): Promise<Buffer> {
    const batch = await this.read(batchId, userId);
    if (!batch.isDone) throw new AppError('BATCH_NOT_DONE', { printed: batch.printed, total: batch.total });
    const { database } = this.#parts;
    const { rows } = await sql<{ bytes: string | null }>`
      select sum(octet_length(bytes)) as bytes from print_batch_item where batch_id = ${batchId}`.execute(
      database,
    );
    const bytes = Number(rows[0]?.bytes ?? 0);
    if (bytes > ZIP_LIMIT_BYTES) throw new AppError('BATCH_TOO_LARGE', { bytes, limit: ZIP_LIMIT_BYTES });
    const files = await database
      .selectFrom('print_batch_item')
      .select(['name', 'bytes'])
      .where('batch_id', '=', batchId)
      .where('bytes', 'is not', null)
      .orderBy('position')
      .execute();
    return storedZip(
      files.flatMap((file) => (file.bytes === null ? [] : [{ name: file.name, bytes: file.bytes }])),
    );
  }

  /** Prints what of a batch is not printed yet, one after the other; each is kept as soon as it is there. @rule DO-8 */
  async print(batchId: string): Promise<void> {
    const { database, press } = this.#parts;
    const batch = await database
      .selectFrom('print_batch')
      .select('format')
      .where('id', '=', batchId)
      .executeTakeFirst();
    if (!batch) return;
    const format = PaperFormat.parse(batch.format);
    const waiting = await database
      .selectFrom('print_batch_item')
      .select('position')
      .where('batch_id', '=', batchId)
      .where('bytes', 'is', null)
      .where('failure', 'is', null)
      .orderBy('position')
      .execute();
    for (const { position } of waiting) {
      const item = database
        .updateTable('print_batch_item')
        .where('batch_id', '=', batchId)
        .where('position', '=', position);
      const stored = await database
        .selectFrom('print_batch_item')
        .select('paper')
        .where('batch_id', '=', batchId)
        .where('position', '=', position)
        .executeTakeFirst();
      // Forgotten meanwhile.
      if (!stored) return;
      try {
        const bytes = await press.print(Paper.parse(stored.paper), format);
        await item.set({ bytes }).execute();
      } catch (cause) {
        // The press is full of other work or closes: the job comes again and goes on here.
        if (!(cause instanceof AppError) || cause.code === 'PRINTING_BUSY') throw cause;
        await item.set({ failure: cause.code }).execute();
      }
    }
  }

  async #enqueue(trx: Executor, batchId: string): Promise<void> {
    const at = this.#parts.clock.now();
    await this.#parts.jobs.put(trx, {
      queue: BATCH_QUEUE,
      key: `${batchId}:${at}`,
      at,
      body: { batchId, at },
    });
  }

  /** Batches are for taking along, not for keeping. */
  async #forget(): Promise<void> {
    const { database, clock } = this.#parts;
    await database
      .deleteFrom('print_batch')
      .where('asked_at', '<', new Date(clock.now() - KEPT_DAYS * DAY_MS))
      .execute();
  }

  async #own(executor: Executor, userId: string, batchId: string | null = null): Promise<PrintBatch[]> {
    const { rows } = await sql<{
      id: string;
      title: string;
      format: string;
      asked_at: Date;
      total: number;
      printed: number;
      failed: { name: string; code: string }[];
    }>`
      select batch.id, batch.title, batch.format, batch.asked_at, count(*)::int as total,
        count(item.bytes)::int as printed,
        coalesce(json_agg(json_build_object('name', item.name, 'code', item.failure) order by item.position)
          filter (where item.failure is not null), '[]') as failed
      from print_batch batch join print_batch_item item on item.batch_id = batch.id
      where batch.user_id = ${userId} and (${batchId}::text is null or batch.id = ${batchId})
      group by batch.id order by batch.asked_at desc, batch.id desc limit 20`.execute(executor);
    return rows.map((row) => ({
      batchId: BatchId.parse(row.id),
      title: row.title,
      format: PaperFormat.parse(row.format),
      askedAt: instant(row.asked_at.getTime()),
      total: row.total,
      printed: row.printed,
      failed: row.failed,
      isDone: row.printed + row.failed.length === row.total,
      keptUntil: instant(row.asked_at.getTime() + KEPT_DAYS * DAY_MS),
    }));
  }
}
