import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type BodyOf, type Clock, RpcError } from '@nhipcau/base';
import { controlServer, instant, type MeetingId, type NodeHappening } from '@nhipcau/contracts';
import { z } from 'zod';

export type HappeningReport = BodyOf<typeof controlServer, 'happening.put'>;

/** Most happenings kept for a server that is away; beyond it the oldest are given up. */
export const MAX_KEPT = 2_000;
const Kept = z.array(controlServer.requests['happening.put'].body).max(MAX_KEPT);
const WRITE_AFTER_MS = 200;

/** Happenings on their way to the server: kept, on disk too, until acknowledged; delivered in order. */
export class HappeningOutbox {
  readonly #file: string | null;
  readonly #clock: Clock;
  readonly #onError: (cause: unknown) => void;
  #kept: HappeningReport[] = [];
  #send: ((report: HappeningReport) => Promise<unknown>) | null = null;
  #sending = false;
  #writing = false;

  /** @param file - null keeps them in memory only */
  constructor(file: string | null, clock: Clock, onError: (cause: unknown) => void) {
    this.#file = file;
    this.#clock = clock;
    this.#onError = onError;
    if (file !== null && existsSync(file)) this.#kept = readKept(file);
  }

  get size(): number {
    return this.#kept.length;
  }

  add(meetingId: MeetingId, happening: NodeHappening): void {
    const at = instant(this.#clock.now());
    this.#kept.push({ happeningId: randomUUID(), meetingId, at, happening });
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    this.#writeSoon();
    this.#pump();
  }

  /** The server is there, or (null) away. */
  connect(send: ((report: HappeningReport) => Promise<unknown>) | null): void {
    this.#send = send;
    this.#pump();
  }

  flush(): void {
    if (this.#file === null) return;
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify(this.#kept), { mode: 0o600 });
    renameSync(draft, this.#file);
  }

  #pump(): void {
    if (this.#sending || this.#send === null || this.#kept.length === 0) return;
    this.#sending = true;
    void this.#deliver().finally(() => {
      this.#sending = false;
      if (this.#kept.length > 0 && this.#send !== null) this.#clock.after(1_000, () => this.#pump());
    });
  }

  async #deliver(): Promise<void> {
    for (let next = this.#kept[0]; next !== undefined && this.#send !== null; next = this.#kept[0]) {
      try {
        await this.#send(next);
      } catch (cause) {
        // A refusal will not change by asking again; everything else is tried again later.
        const refused = cause instanceof RpcError && refusals.has(cause.code);
        this.#onError(cause);
        if (!refused) return;
      }
      const index = this.#kept.indexOf(next);
      if (index >= 0) this.#kept.splice(index, 1);
      this.#writeSoon();
    }
  }

  #writeSoon(): void {
    if (this.#file === null || this.#writing) return;
    this.#writing = true;
    this.#clock.after(WRITE_AFTER_MS, () => {
      this.#writing = false;
      try {
        this.flush();
      } catch (cause) {
        this.#onError(cause);
      }
    });
  }
}

const refusals = new Set([
  'BAD_MESSAGE',
  'MEETING_NOT_FOUND',
  'NOT_FOUND',
  'MEETING_ENDED',
  'MEETING_NOT_LIVE',
]);

function readKept(file: string): HappeningReport[] {
  try {
    return Kept.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? [];
  } catch {
    return []; // Torn by a crash before the first atomic write: nothing was promised to anybody.
  }
}
