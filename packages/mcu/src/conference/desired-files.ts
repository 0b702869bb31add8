import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialQueue } from '@nhipcau/base';
import { DesiredConference, type MeetingId } from '@nhipcau/contracts';
import type { Logger } from '../process/logging.ts';
import type { DesiredStore } from './conferences.ts';

const SUFFIX = '.json';

/** Wishes of the server as files, one for each meeting: a node that starts without its server goes on with them. */
export class DesiredFiles implements DesiredStore {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #queue = new SerialQueue();
  /** Newest wish of each meeting that is not on disk yet; null: to be removed. */
  readonly #pending = new Map<MeetingId, DesiredConference | null>();

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** All wishes on disk. A file that is not one is set aside, never deleted. */
  load(): DesiredConference[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(SUFFIX))
      .flatMap((name) => {
        const file = join(this.#folder, name);
        const desired = readDesired(file);
        if (desired) return [desired];
        this.#log.error({ file: name }, 'stored meeting is unreadable and set aside');
        renameSync(file, `${file}.unreadable`);
        return [];
      });
  }

  save(desired: DesiredConference): void {
    this.#enqueue(desired.meetingId, desired);
  }

  remove(meetingId: MeetingId): void {
    this.#enqueue(meetingId, null);
  }

  /** Resolves when everything is on disk. */
  async flushed(): Promise<void> {
    await this.#queue.run(async () => {});
  }

  #enqueue(meetingId: MeetingId, desired: DesiredConference | null): void {
    const waits = this.#pending.has(meetingId);
    this.#pending.set(meetingId, desired);
    if (waits) return;
    this.#queue
      .run(() => this.#write(meetingId))
      .catch((cause: unknown) =>
        this.#log.error({ err: cause, meeting: meetingId }, 'meeting is not stored'),
      );
  }

  async #write(meetingId: MeetingId): Promise<void> {
    const desired = this.#pending.get(meetingId);
    this.#pending.delete(meetingId);
    if (desired === undefined) return;
    const file = join(this.#folder, `${encodeURIComponent(meetingId)}${SUFFIX}`);
    if (desired === null) return rm(file, { force: true });
    const draft = `${file}.draft`;
    await writeFile(draft, JSON.stringify(desired), { mode: 0o600 });
    await rename(draft, file);
  }
}

function readDesired(file: string): DesiredConference | null {
  try {
    return DesiredConference.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null; // Not JSON: the caller sets the file aside.
  }
}
