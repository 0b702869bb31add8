import { mkdirSync } from 'node:fs';
import { open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MeetingId, RecordingId } from '@nhipcau/contracts';

/** Kept free for the rest of the server. */
const LEAST_FREE_BYTES = 1024 * 1024 * 1024;

/** Where recordings and films lie: files that only this server reads. Names come from checked ids and never from people. */
export class Vault {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  segment(meetingId: MeetingId, recordingId: RecordingId, segmentId: string): string {
    return join(this.#folder, meetingId, recordingId, `${segmentId}.mkv`);
  }

  /** Pieces of a film that is being made; they outlive a restart. */
  workshop(meetingId: MeetingId): string {
    return join(this.#folder, meetingId, 'workshop');
  }

  film(meetingId: MeetingId, part: 'film' | 'audio'): string {
    return join(this.#folder, meetingId, part === 'film' ? 'film.mp4' : 'audio.m4a');
  }

  /** Whether this much more fits. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize - bytes > LEAST_FREE_BYTES;
  }

  /** Writes a file so that it is there as a whole or not at all. */
  async put(file: string, bytes: Buffer): Promise<void> {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.draft`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  }

  async remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true });
  }
}
