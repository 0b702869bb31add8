import { type Clock, SerialQueue } from '@nhipcau/base';
import { MeetingId } from '@nhipcau/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { EventStore } from '../conference/event-store.ts';
import type { ServerConfig } from '../config.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { RenderError, renderFault } from './ffmpeg.ts';
import { filmMaterial } from './film-material.ts';
import { FilmStudio } from './film-studio.ts';
import { isRestricted } from './restricted.ts';
import { nameOf, type Vault } from './vault.ts';

export const FILM_QUEUE = 'film.make';
const Wake = z.strictObject({ meetingId: MeetingId });

export interface FilmsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly programs: ServerConfig['recordings'];
}

/**
 * Films that were asked for: one after the other, each row of the table a film with its state. A job only wakes the studio;
 * what is to be made stands in the table, and goes on after a restart.
 */
export class Films {
  readonly #options: FilmsOptions;
  readonly #queue = new SerialQueue();
  readonly #studio: FilmStudio;

  constructor(options: FilmsOptions) {
    this.#options = options;
    this.#studio = new FilmStudio({
      ...options,
      workshop: (meetingId) => options.vault.workshop(meetingId),
    });
    options.jobs.handle(FILM_QUEUE, async (body) => {
      const { meetingId } = Wake.parse(body);
      // A film may take hours and a job may not: it is only woken here.
      this.#enqueue(meetingId);
    });
  }

  /** Asks for the film of a meeting; one that was made before is made anew. */
  async ask(transaction: Executor, meetingId: MeetingId, by: string): Promise<void> {
    const at = this.#options.clock.now();
    const fresh = {
      state: 'waiting',
      steps_done: 0,
      steps: 0,
      asked_at: new Date(at),
      asked_by: by,
      fault: null,
    };
    await transaction
      .insertInto('film')
      .values({ meeting_id: meetingId, ...fresh })
      .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet(fresh))
      .execute();
    await this.#options.jobs.put(transaction, {
      queue: FILM_QUEUE,
      key: `${meetingId}:${at}`,
      at,
      body: { meetingId },
    });
  }

  /** What was being made when the server stopped. */
  async start(): Promise<void> {
    const rows = await this.#options.database
      .selectFrom('film')
      .select('meeting_id')
      .where('state', 'in', ['waiting', 'rendering'])
      .orderBy('asked_at')
      .execute();
    for (const row of rows) this.#enqueue(MeetingId.parse(row.meeting_id));
  }

  async close(): Promise<void> {
    this.#studio.close();
    await this.#queue.run(async () => {});
  }

  #enqueue(meetingId: MeetingId): void {
    this.#queue
      .run(() => this.#make(meetingId))
      // The table still says that it is to be made.
      .catch((cause: unknown) =>
        this.#options.log.error({ err: cause, meetingId }, 'film waits for a restart'),
      );
  }

  async #make(meetingId: MeetingId): Promise<void> {
    if (this.#studio.closed) return;
    const { database, clock, log, vault } = this.#options;
    const { numUpdatedRows } = await database
      .updateTable('film')
      .set({ state: 'rendering' })
      .where('meeting_id', '=', meetingId)
      .where('state', 'in', ['waiting', 'rendering'])
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    try {
      const material = await filmMaterial(this.#options, meetingId);
      if (material === null) throw new AppError('FILM_MISSING');
      // Shots, all of them joined, and the film: about thrice what goes into it.
      if (!(await vault.hasRoomFor(material.bytes * 3))) throw new AppError('RECORDINGS_FULL');
      const film = await this.#studio.make(material, async (done, steps) => {
        await database
          .updateTable('film')
          .set({ steps_done: done, steps })
          .where('meeting_id', '=', meetingId)
          .execute();
      });
      const sealed = await isRestricted(database, meetingId);
      for (const [part, made] of [
        ['film', film.video],
        ['audio', film.audio],
      ] as const)
        await vault.keep({ name: nameOf.film(meetingId, part), meetingId, sealed }, made);
      await vault.clear(vault.workshop(meetingId));
      await database
        .updateTable('film')
        .set({
          state: 'ready',
          finished_at: new Date(clock.now()),
          duration_ms: film.durationMs,
          missing_ms: film.missingMs,
          video_bytes: film.video.bytes,
          video_sha256: film.video.sha256,
          audio_bytes: film.audio.bytes,
          audio_sha256: film.audio.sha256,
        })
        .where('meeting_id', '=', meetingId)
        .where('state', '=', 'rendering')
        .execute();
      log.info({ meetingId, durationMs: film.durationMs, missingMs: film.missingMs }, 'film is made');
    } catch (cause) {
      if (this.#studio.closed) return; // It goes on at the next start.
      const words = cause instanceof RenderError ? cause.words : undefined;
      log.error({ err: cause, meetingId, words }, 'film failed');
      const fault = renderFault(cause);
      await database
        .updateTable('film')
        .set({ state: 'failed', fault })
        .where('meeting_id', '=', meetingId)
        // Asked for anew meanwhile, it waits for its turn.
        .where('state', '=', 'rendering')
        .execute();
    }
  }
}
