import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@nhipcau/base';
import { isDiskFull } from '@nhipcau/base/node';
import type { MeetingId, RecordingId } from '@nhipcau/contracts';
import type { InstallationKey } from '../access/installation-key.ts';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import type { FileContent } from '../http/route.ts';
import type { RemoteStore } from './remote-store.ts';
import { HEAD_BYTES, keyFromHead, Opening, Sealing, sealedPiece, sealedSize } from './sealed-file.ts';

/** Kept free for the rest of the server. */
const LEAST_FREE_BYTES = 1024 * 1024 * 1024;

/** Names of what is kept; made of checked ids and never of people's words. */
export const nameOf = {
  segment: (meetingId: MeetingId, recordingId: RecordingId, segmentId: string) =>
    `${meetingId}/${recordingId}/${segmentId}.mkv`,
  film: (meetingId: MeetingId, part: 'film' | 'audio') =>
    `${meetingId}/${part === 'film' ? 'film.mp4' : 'audio.m4a'}`,
  copy: (meetingId: MeetingId, copyId: string) => `${meetingId}/copies/${copyId}.mp4`,
} as const;

export interface VaultOptions {
  readonly folder: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly key: Pick<InstallationKey, 'fileKey'>;
  /** Null: everything stays on this disk. */
  readonly remote: RemoteStore | null;
}

/** One thing that is kept, and where. */
interface Kept {
  readonly bytes: number;
  readonly sealed: boolean;
  readonly place: 'local' | 'remote';
}

/**
 * What was recorded, at rest: first on this disk, sealed when the meeting is restricted; moved to a store elsewhere where
 * one is named. What is not there yet is read from here, so that nothing waits for the store.
 *
 * @rule RD-25 (R-REC-06), RD-20 (R-REC-02)
 */
export class Vault {
  readonly #options: VaultOptions;

  constructor(options: VaultOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** Pieces of a film that is being made; they outlive a restart. */
  workshop(meetingId: MeetingId): string {
    return join(this.#options.folder, meetingId, 'workshop');
  }

  /** Whether this much more fits. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#options.folder);
    return bavail * bsize - bytes > LEAST_FREE_BYTES;
  }

  /**
   * Keeps bytes, or a file, under a name: it is there as a whole or not at all.
   *
   * @throws {AppError} RECORDINGS_FULL
   */
  async keep(
    { name, meetingId, sealed }: { name: string; meetingId: MeetingId; sealed: boolean },
    from: Buffer | { readonly path: string },
  ): Promise<void> {
    const { database, clock, remote } = this.#options;
    const before = await this.#find(name);
    const bytes = Buffer.isBuffer(from) ? from.length : (await stat(from.path)).size;
    const file = this.#file(name, sealed);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.draft`;
    try {
      const source = Buffer.isBuffer(from)
        ? Readable.from(bytes === 0 ? [] : [from])
        : createReadStream(from.path);
      const target = createWriteStream(draft, { mode: 0o600, flush: true });
      if (sealed) await pipeline(source, new Sealing(this.#keyOf(name)), target);
      else await pipeline(source, target);
    } catch (cause) {
      await rm(draft, { force: true });
      throw isDiskFull(cause) ? new AppError('RECORDINGS_FULL', {}, { cause }) : cause;
    }
    await rename(draft, file);
    const kept = { bytes, sealed, place: 'local', stored_at: new Date(clock.now()), moved_at: null };
    await database
      .insertInto('recording_object')
      .values({ name, meeting_id: meetingId, ...kept })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(kept))
      .execute();
    // What it replaces: the other form on this disk. Elsewhere it is written over when it is moved.
    if (before !== null && before.sealed !== sealed)
      await rm(this.#file(name, before.sealed), { force: true });
    if (before?.place === 'remote')
      await remote?.remove(this.#stored(name, before.sealed)).catch(() => undefined);
  }

  /** @throws {AppError} NOT_FOUND, RECORDING_STORE_AWAY */
  async open(name: string): Promise<FileContent> {
    const kept = await this.#find(name);
    if (kept === null) throw new AppError('NOT_FOUND');
    return { size: kept.bytes, stream: (from, to) => this.#stream(name, kept, from, to) };
  }

  /**
   * A plain file on this disk for programs that want one: the kept file itself, or a copy in this folder that its user takes
   * away again.
   *
   * @throws {AppError} NOT_FOUND, RECORDING_STORE_AWAY
   */
  async plainFile(name: string, folder: string): Promise<{ path: string; isCopy: boolean }> {
    const kept = await this.#find(name);
    if (kept === null) throw new AppError('NOT_FOUND');
    if (kept.place === 'local' && !kept.sealed) return { path: this.#file(name, false), isCopy: false };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name.replaceAll('/', '_'));
    const source = await this.#stream(name, kept, 0, kept.bytes - 1);
    await pipeline(source, createWriteStream(`${path}.draft`, { mode: 0o600 }));
    await rename(`${path}.draft`, path);
    return { path, isCopy: true };
  }

  /** @throws {AppError} RECORDING_STORE_AWAY: then it is kept, and named still */
  async remove(name: string): Promise<void> {
    const { database, remote } = this.#options;
    const kept = await this.#find(name);
    if (kept?.place === 'remote') await calling(async () => remote?.remove(this.#stored(name, kept.sealed)));
    for (const sealed of [true, false]) await rm(this.#file(name, sealed), { force: true });
    await database.deleteFrom('recording_object').where('name', '=', name).execute();
  }

  /** Takes a folder of ours away, such as a workshop. */
  async clear(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  /**
   * Moves one thing to the store elsewhere, and from this disk when it is there as a whole.
   *
   * @throws whatever the store says; the file stays where it was
   */
  async move(name: string): Promise<void> {
    const { database, clock, remote } = this.#options;
    const kept = await this.#find(name);
    if (remote === null || kept === null || kept.place === 'remote') return;
    const file = this.#file(name, kept.sealed);
    const stored = this.#stored(name, kept.sealed);
    await remote.put(stored, file);
    const size = kept.sealed ? sealedSize(kept.bytes) : kept.bytes;
    if ((await remote.sizeOf(stored)) !== size) throw new Error(`${stored} did not arrive as a whole`);
    const { numUpdatedRows } = await database
      .updateTable('recording_object')
      .set({ place: 'remote', moved_at: new Date(clock.now()) })
      .where('name', '=', name)
      .where('place', '=', 'local')
      .executeTakeFirst();
    if (numUpdatedRows === 1n) await rm(file, { force: true });
  }

  /** What was kept before there was a list of it lies plain on this disk. */
  async #find(name: string): Promise<Kept | null> {
    const row = await this.#options.database
      .selectFrom('recording_object')
      .select(['bytes', 'sealed', 'place'])
      .where('name', '=', name)
      .executeTakeFirst();
    if (row)
      return {
        bytes: Number(row.bytes),
        sealed: row.sealed,
        place: row.place === 'remote' ? 'remote' : 'local',
      };
    const file = await stat(this.#file(name, false)).catch(() => null);
    return file && { bytes: file.size, sealed: false, place: 'local' };
  }

  async #stream(name: string, kept: Kept, from: number, to: number): Promise<Readable> {
    if (kept.bytes === 0) return Readable.from([]);
    if (!kept.sealed) return this.#raw(name, kept, from, to);
    const piece = sealedPiece(from, to);
    const head = await buffer(await this.#raw(name, kept, 0, HEAD_BYTES - 1));
    const key = keyFromHead(head, this.#keyOf(name));
    const last = Math.min(piece.to, sealedSize(kept.bytes) - 1);
    const source = await this.#raw(name, kept, piece.from, last);
    const opening = new Opening(key, { from, to, plain: kept.bytes });
    source.once('error', (cause) => opening.destroy(cause));
    opening.once('close', () => source.destroy());
    return source.pipe(opening);
  }

  /** Bytes as they are stored. It may be moved between two looks. */
  async #raw(name: string, kept: Kept, from: number, to: number): Promise<Readable> {
    const { remote } = this.#options;
    if (kept.place === 'remote') {
      if (remote === null) throw new AppError('RECORDING_STORE_AWAY');
      return calling(() => remote.read(this.#stored(name, kept.sealed), from, to));
    }
    let handle: FileHandle;
    try {
      handle = await open(this.#file(name, kept.sealed));
    } catch (cause) {
      const now = await this.#find(name);
      if (now?.place === 'remote') return this.#raw(name, now, from, to);
      // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
      throw new AppError('NOT_FOUND', {}, { cause });
    }
    return handle.createReadStream({ start: from, end: to });
  }

  #keyOf(name: string): (salt: Buffer) => Buffer {
    return (salt) => this.#options.key.fileKey(salt, name);
  }

  #file(name: string, sealed: boolean): string {
    return join(this.#options.folder, this.#stored(name, sealed));
  }

  #stored(name: string, sealed: boolean): string {
    return sealed ? `${name}.sealed` : name;
  }
}

/** @throws {AppError} RECORDING_STORE_AWAY for whatever the store elsewhere says */
async function calling<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
    throw new AppError('RECORDING_STORE_AWAY', {}, { cause });
  }
}
