import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Clock, SerialQueue } from '@nhipcau/base';
import {
  type AskCopy,
  isErrorCode,
  MeetingId,
  type RecordingCopies,
  RecordingCopy,
  RecordingId,
  type RecordingLink,
  type SessionInfo,
  type SiteId,
} from '@nhipcau/contracts';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { ServerConfig } from '../config.ts';
import type { Database, Executor } from '../database/database.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { concatList, type JoinedSource, joinArguments, markArguments } from './copy-commands.ts';
import { RenderError, renderFault, runFfmpeg } from './ffmpeg.ts';
import { FONT } from './film-studio.ts';
import { authoriseAt, bodyOf, type RecordedMeetingFacts, readRecordedMeeting } from './recorded-meeting.ts';
import type { RecordingLinks } from './recording-links.ts';
import { isRestricted } from './restricted.ts';
import { nameOf, type Vault } from './vault.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 7;
const LOOK_EVERY_MS = 3_600_000;
const LISTED = 200;
/** Copies of one person that wait or are made. */
const MAX_OPEN = 5;

export interface CopiesParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly vault: Vault;
  readonly links: RecordingLinks;
  readonly programs: ServerConfig['recordings'];
}

/**
 * Copies for one person: the film with their name burnt in, or everything one site sent, joined without being encoded again.
 * One is made at a time, at the lowest priority, and taken away after some days.
 *
 * @rule RD-23 (R-REC-06), RD-24 (R-REC-02)
 */
export class CopiesService {
  readonly #parts: CopiesParts;
  readonly #queue = new SerialQueue();
  readonly #stop = new AbortController();

  constructor(parts: CopiesParts) {
    this.#parts = parts;
  }

  /** What was asked for when the server stopped; and what is too old goes. */
  async start(): Promise<void> {
    const { database, clock, log } = this.#parts;
    const rows = await database
      .selectFrom('recording_copy')
      .select('id')
      .where('state', 'in', ['waiting', 'making'])
      .orderBy('asked_at')
      .execute();
    for (const { id } of rows) this.#enqueue(id);
    const sweep = () => {
      this.#queue
        .run(() => this.#takeOldAway())
        .catch((err: unknown) => log.error({ err }, 'old copies were not taken away'));
    };
    clock.every(LOOK_EVERY_MS, sweep);
    sweep();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#queue.run(async () => {});
  }

  /** Those this person asked for. */
  async ofMeeting(meetingId: MeetingId, { userId }: SessionInfo): Promise<RecordingCopies> {
    const rows = await this.#parts.database
      .selectFrom('recording_copy')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .where('user_id', '=', userId)
      .orderBy('asked_at', 'desc')
      .limit(LISTED)
      .execute();
    const now = this.#parts.clock.now();
    return { copies: rows.map((row) => viewOf(row, now)) };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DOCUMENT_IS_SECRET, FILM_NOT_READY, SITE_NOT_INVITED, RATE_LIMITED */
  async ask(meetingId: MeetingId, ask: AskCopy, worker: Worker): Promise<RecordingCopies> {
    const facts = await readRecordedMeeting(this.#parts.database, meetingId);
    authoriseAt(worker.person, 'recording.watch', facts.places);
    if (facts.meeting.isSecret) throw new AppError('DOCUMENT_IS_SECRET', { meetingId });
    await this.#order(facts, { key: ask.key, siteId: ask.siteId, request: null }, worker);
    return this.ofMeeting(meetingId, worker.person);
  }

  /** The film somebody was granted, with their name in it. @throws {AppError} FILM_NOT_READY, RATE_LIMITED */
  async askGranted(
    { requestId, meetingId, until }: { requestId: string; meetingId: MeetingId; until: number },
    worker: Worker,
  ): Promise<RecordingCopies> {
    const facts = await readRecordedMeeting(this.#parts.database, meetingId);
    // The request is its own key: one copy of it at a time.
    await this.#order(facts, { key: requestId, siteId: null, request: { id: requestId, until } }, worker);
    return this.ofMeeting(meetingId, worker.person);
  }

  /** @throws {AppError} NOT_FOUND of others, FILM_NOT_READY */
  async link(copyId: string, { person, correlationId }: Worker): Promise<RecordingLink> {
    const { database, links, vault, clock } = this.#parts;
    const row = await database
      .selectFrom('recording_copy')
      .selectAll()
      .where('id', '=', copyId)
      .where('user_id', '=', person.userId)
      .executeTakeFirst();
    if (!row || row.state === 'gone' || row.expires_at.getTime() <= clock.now())
      throw new AppError('NOT_FOUND');
    if (row.state !== 'ready') throw new AppError('FILM_NOT_READY');
    const meetingId = MeetingId.parse(row.meeting_id);
    const isFilm = row.kind === 'film';
    return links.issue(
      {
        meetingId,
        part: isFilm ? 'film' : 'original',
        subject: isFilm ? `copy ${copyId}` : row.site_id,
        file: {
          content: () => vault.open(nameOf.copy(meetingId, copyId)),
          contentType: isFilm ? 'video/mp4' : 'video/x-matroska',
          fileName: `${meetingId}${isFilm ? '' : `-${row.site_id}`}.${isFilm ? 'mp4' : 'mkv'}`,
        },
      },
      person,
      { correlationId, latest: row.expires_at.getTime() },
    );
  }

  /** The copy that was made of what was granted. @throws {AppError} FILM_NOT_READY until it is made */
  async linkOfRequest(requestId: string, worker: Worker): Promise<RecordingLink> {
    const row = await this.#parts.database
      .selectFrom('recording_copy')
      .select('id')
      .where('request_id', '=', requestId)
      .where('user_id', '=', worker.person.userId)
      .executeTakeFirst();
    if (!row) throw new AppError('FILM_NOT_READY');
    return this.link(row.id, worker);
  }

  async #order(
    { meeting, units }: RecordedMeetingFacts,
    {
      key,
      siteId,
      request,
    }: { key: string; siteId: SiteId | null; request: { id: string; until: number } | null },
    worker: Worker,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    const at = clock.now();
    const meetingId = MeetingId.parse(meeting.meetingId);
    const body = bodyOf(person);
    const copyId = await database.transaction().execute(async (trx) => {
      const [{ count } = { count: 0 }] = await trx
        .selectFrom('recording_copy')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('user_id', '=', person.userId)
        .where('state', 'in', ['waiting', 'making'])
        .execute();
      if (Number(count) >= MAX_OPEN) throw new AppError('RATE_LIMITED');
      await checkThere(trx, meetingId, siteId);
      const unit = body === null ? '' : ` – ${units.nameOf(body)}`;
      const anew = {
        mark: siteId === null ? `${person.name}${unit} – ${markDay.format(at)}` : null,
        asked_at: new Date(at),
        state: 'waiting',
        fault: null,
        bytes: null,
        sha256: null,
        expires_at: new Date(Math.min(request?.until ?? Number.POSITIVE_INFINITY, at + KEPT_DAYS * DAY_MS)),
      };
      const row = await trx
        .insertInto('recording_copy')
        .values({
          id: uuidv7(),
          key,
          meeting_id: meetingId,
          kind: siteId === null ? 'film' : 'site',
          site_id: siteId,
          site_name: siteId === null ? null : (units.site(siteId)?.name ?? siteId),
          user_id: person.userId,
          by_name: person.name,
          request_id: request?.id ?? null,
          ...anew,
        })
        .onConflict((conflict) =>
          // While it is granted, one that failed or is too old is made again.
          conflict
            .column('key')
            .doUpdateSet(anew)
            .where('recording_copy.request_id', 'is not', null)
            .where((eb) =>
              eb.or([
                eb('recording_copy.state', 'in', ['failed', 'gone']),
                eb.and([
                  eb('recording_copy.state', '=', 'ready'),
                  eb('recording_copy.expires_at', '<=', new Date(at)),
                ]),
              ]),
            ),
        )
        .returning('id')
        .executeTakeFirst();
      if (!row) return null;
      await auditAct(trx, worker, {
        at,
        action: 'recording.copy',
        subject: siteId ?? 'film',
        meetingId,
        facts: { copyId: row.id },
      });
      return row.id;
    });
    if (copyId !== null) this.#enqueue(copyId);
  }

  #enqueue(copyId: string): void {
    this.#queue
      .run(() => this.#make(copyId))
      // The table still says that it is to be made.
      .catch((err: unknown) => this.#parts.log.error({ err, copyId }, 'copy waits for a restart'));
  }

  async #make(copyId: string): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { database, vault, log } = this.#parts;
    const row = await database
      .updateTable('recording_copy')
      .set({ state: 'making' })
      .where('id', '=', copyId)
      .where('state', 'in', ['waiting', 'making'])
      .returningAll()
      .executeTakeFirst();
    if (!row) return;
    const meetingId = MeetingId.parse(row.meeting_id);
    const folder = join(vault.workshop(meetingId), '..', `copy-${copyId}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path =
        row.kind === 'film'
          ? await this.#marked(meetingId, row.mark ?? '', folder)
          : await this.#joined(meetingId, row.site_id ?? '', folder);
      const sealed = await isRestricted(database, meetingId);
      const digest = createHash('sha256');
      await pipeline(createReadStream(path), digest);
      const { size } = await stat(path);
      await vault.keep({ name: nameOf.copy(meetingId, copyId), meetingId, sealed }, { path });
      await database
        .updateTable('recording_copy')
        .set({ state: 'ready', bytes: size, sha256: digest.digest(), fault: null })
        .where('id', '=', copyId)
        .execute();
    } catch (cause) {
      if (this.#stop.signal.aborted) return; // It is made at the next start.
      log.error(
        { err: cause, copyId, words: cause instanceof RenderError ? cause.words : undefined },
        'copy failed',
      );
      await database
        .updateTable('recording_copy')
        .set({ state: 'failed', fault: renderFault(cause) })
        .where('id', '=', copyId)
        .execute();
    } finally {
      await vault.clear(folder);
    }
  }

  /** The film, encoded once more with the mark in it. */
  async #marked(meetingId: MeetingId, mark: string, folder: string): Promise<string> {
    const { vault, programs } = this.#parts;
    const film = await vault.plainFile(nameOf.film(meetingId, 'film'), folder);
    if (!(await vault.hasRoomFor((await stat(film.path)).size * 2))) throw new AppError('RECORDINGS_FULL');
    await copyFile(FONT, join(folder, 'font.ttf'));
    await writeFile(join(folder, 'mark.txt'), mark);
    const out = join(folder, 'marked.mp4');
    await runFfmpeg(programs.ffmpeg, markArguments(film.path, out), { folder, signal: this.#stop.signal });
    return out;
  }

  /** Every source of a site one after the other, as it came, with its wall clock. */
  async #joined(meetingId: MeetingId, siteId: string, folder: string): Promise<string> {
    const { database, vault, programs } = this.#parts;
    const rows = await segmentsOf(database, meetingId, siteId);
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    if (!(await vault.hasRoomFor(bytes * 3))) throw new AppError('RECORDINGS_FULL');
    const beganAt = Math.min(...rows.map(({ started_at }) => started_at.getTime()));
    const sources: JoinedSource[] = [];
    for (const [source, segments] of Map.groupBy(rows, (row) => row.source)) {
      const files: { path: string; from: number; to: number }[] = [];
      for (const { id, recording_id, started_at, ended_at } of segments) {
        const name = nameOf.segment(meetingId, RecordingId.parse(recording_id), id);
        const { path } = await vault.plainFile(name, folder);
        files.push({ path, from: started_at.getTime(), to: ended_at.getTime() });
      }
      const list = join(folder, `${source}.txt`);
      await writeFile(list, concatList(files));
      sources.push({ list, afterMs: (files[0]?.from ?? beganAt) - beganAt });
    }
    const out = join(folder, 'site.mkv');
    await runFfmpeg(programs.ffmpeg, joinArguments(sources, beganAt, out), {
      folder,
      signal: this.#stop.signal,
    });
    return out;
  }

  async #takeOldAway(): Promise<void> {
    const { database, clock, vault } = this.#parts;
    const rows = await database
      .selectFrom('recording_copy')
      .select(['id', 'meeting_id'])
      .where('state', '=', 'ready')
      .where('expires_at', '<=', new Date(clock.now()))
      .execute();
    for (const { id, meeting_id } of rows) {
      await vault.remove(nameOf.copy(MeetingId.parse(meeting_id), id));
      await database
        .updateTable('recording_copy')
        .set({ state: 'gone' })
        .where('id', '=', id)
        // Not one that somebody asked for again meanwhile.
        .where('state', '=', 'ready')
        .execute();
    }
  }
}

const markDay = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

const segmentsOf = (executor: Executor, meetingId: MeetingId, siteId: string) =>
  executor
    .selectFrom('recording_segment')
    .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
    .select([
      'recording_segment.id',
      'recording_segment.recording_id',
      'recording_segment.source',
      'recording_segment.bytes',
      'recording_segment.started_at',
      'recording_segment.ended_at',
    ])
    .where('recording.meeting_id', '=', meetingId)
    .where('recording_segment.site_id', '=', siteId)
    .where('recording_segment.stored_at', 'is not', null)
    .where('recording_segment.deleted_at', 'is', null)
    .orderBy('recording_segment.started_at')
    .execute();

/** @throws {AppError} FILM_NOT_READY, FILM_MISSING when nothing of this site was recorded */
async function checkThere(trx: Executor, meetingId: MeetingId, siteId: SiteId | null): Promise<void> {
  if (siteId !== null) {
    if ((await segmentsOf(trx, meetingId, siteId)).length === 0) throw new AppError('FILM_MISSING');
    return;
  }
  const film = await trx
    .selectFrom('film')
    .select('state')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (film?.state !== 'ready') throw new AppError('FILM_NOT_READY');
}

type Row = {
  id: string;
  kind: string;
  site_name: string | null;
  mark: string | null;
  asked_at: Date;
  state: string;
  fault: string | null;
  bytes: string | null;
  sha256: Buffer | null;
  expires_at: Date;
};

const viewOf = (row: Row, now: number): RecordingCopy =>
  RecordingCopy.parse({
    copyId: row.id,
    kind: row.kind,
    siteName: row.site_name,
    mark: row.mark,
    askedAt: row.asked_at.getTime(),
    state: row.state === 'ready' && row.expires_at.getTime() <= now ? 'gone' : row.state,
    fault: row.fault !== null && isErrorCode(row.fault) ? row.fault : null,
    bytes: row.bytes === null ? null : Number(row.bytes),
    sha256: row.sha256?.toString('hex') ?? null,
    expiresAt: row.expires_at.getTime(),
  });
