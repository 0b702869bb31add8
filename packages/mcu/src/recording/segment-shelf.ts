import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { chmod, open, readdir, readFile, rename, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SerialQueue } from '@nhipcau/base';
import { instant, RecordingId, SegmentFacts } from '@nhipcau/contracts';
import type { Logger } from '../process/logging.ts';
import { timesOf } from './probe.ts';

/** What the files of one writer hold. */
const RunFacts = SegmentFacts.pick({ recordingId: true, meetingId: true, siteId: true, source: true });
type RunFacts = ReturnType<typeof RunFacts.parse>;

/** Which meeting a folder is of. */
const FolderFacts = RunFacts.pick({ recordingId: true, meetingId: true });
export type FolderFacts = ReturnType<typeof FolderFacts.parse>;
const FOLDER_FILE = 'recording.json';

const FILE = /^([0-9a-f-]{36})\.(\d{5})\.mkv$/;
const RUN = /^([0-9a-f-]{36})\.run$/;

/** With less than this nothing is written: a node must keep room for its own work, and to close what is open. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

export interface SegmentShelfOptions {
  readonly folder: string;
  readonly ffprobe: string;
  readonly log: Logger;
}

/**
 * The files of recordings on this node: one folder for each recording, one set of files for each run of a writer. A file
 * that is closed gets a sheet beside it with its times and its digest, and stays until the server has it. What an earlier
 * process left open is closed at the next start (rule RD-6).
 */
export class SegmentShelf {
  readonly #options: SegmentShelfOptions;
  readonly #queue = new SerialQueue();
  /** Apart from the closing of files, which a writer that begins must not wait for. */
  readonly #beginnings = new SerialQueue();
  readonly #closed = new Map<string, SegmentFacts>();
  /** Recordings begun by this process: known also where its disk takes nothing. */
  readonly #begun = new Map<RecordingId, FolderFacts>();
  /** Runs whose writer is gone and of which a sheet could not be written: tried again whenever something is closed. */
  readonly #unfinished = new Map<string, string>();
  /** Told of every segment that is closed. */
  onClosed: (segment: SegmentFacts) => void = () => {};

  constructor(options: SegmentShelfOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** Closed segments that nobody has taken over yet, oldest first. */
  get waiting(): SegmentFacts[] {
    return [...this.#closed.values()].sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Whether the disk has no room for recordings. */
  async isFull(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#options.folder);
    return bavail * bsize < LEAST_FREE_BYTES;
  }

  folderOf(recordingId: RecordingId): string {
    return join(this.#options.folder, recordingId);
  }

  /** A recording begins here. */
  begin(facts: FolderFacts): Promise<void> {
    this.#begun.set(facts.recordingId, facts);
    return this.#begin(facts);
  }

  /** Recordings that were begun here and not given up yet. */
  async recordings(): Promise<FolderFacts[]> {
    const known = new Map(this.#begun);
    for (const name of await filesIn(this.#options.folder)) {
      const text = await readFile(join(this.#options.folder, name, FOLDER_FILE), 'utf8').catch(() => null);
      const facts = text === null ? null : folderFactsIn(text);
      if (facts !== null) known.set(facts.recordingId, facts);
      // One that a full disk once cut off must not keep the others from being told of.
      else if (text !== null)
        this.#options.log.error({ folder: name }, 'folder of a recording is unreadable');
    }
    return [...known.values()];
  }

  /** Whether some writer's files are not all closed: more will come. */
  async isOpen(recordingId: RecordingId): Promise<boolean> {
    return (await filesIn(this.folderOf(recordingId))).some((name) => RUN.test(name));
  }

  /** Everything of it was taken over; what was set aside stays. */
  async giveUp(recordingId: RecordingId): Promise<void> {
    this.#begun.delete(recordingId);
    await rm(join(this.folderOf(recordingId), FOLDER_FILE), { force: true });
    await rmdir(this.folderOf(recordingId)).catch(() => undefined); // Something is left that nobody could read.
  }

  /**
   * A place for a writer to begin. Where the disk takes nothing it leaves nothing behind: an empty note would keep the
   * recording open for good.
   */
  async openRun(facts: RunFacts): Promise<{ run: string; folder: string }> {
    const folder = this.folderOf(facts.recordingId);
    const { recordingId, meetingId } = facts;
    // Also where it could not be done when the recording began: without it nobody says after a restart that it is over.
    await this.#begin({ recordingId, meetingId });
    const run = randomUUID();
    await writeWhole(join(folder, `${run}.run`), RunFacts.parse(facts));
    return { run, folder };
  }

  /**
   * Files a run has begun and the bytes of the newest; they grow while its writer works. Asks for these files alone: while
   * the server is away a folder comes to hold thousands of others.
   *
   * @param known - files it was seen to have before
   */
  async sizeOf(recordingId: RecordingId, run: string, known = 0): Promise<{ files: number; bytes: number }> {
    const folder = this.folderOf(recordingId);
    let seen = { files: known, bytes: 0 };
    for (let files = Math.max(1, known); ; files += 1) {
      const bytes = await stat(join(folder, `${run}.${String(files).padStart(5, '0')}.mkv`)).then(
        ({ size }) => size,
        () => null, // Not begun yet, or taken over already.
      );
      if (bytes === null) return seen;
      seen = { files, bytes };
    }
  }

  /** Closes the files a run has finished: all but the newest, and that one too when its writer is gone. */
  closeRun(recordingId: RecordingId, run: string, { isOver }: { isOver: boolean }): Promise<void> {
    return this.#queue.run(async () => {
      await this.#closeRun(this.folderOf(recordingId), run, isOver);
      for (const [late, folder] of [...this.#unfinished])
        if (late !== run) await this.#closeRun(folder, late, true);
    });
  }

  /** Closes what an earlier process left, and takes up what it had closed. */
  recover(): Promise<void> {
    return this.#queue.run(async () => {
      for (const name of await filesIn(this.#options.folder)) {
        if (!RecordingId.safeParse(name).success) continue;
        const folder = join(this.#options.folder, name);
        for (const file of await filesIn(folder)) {
          const run = RUN.exec(file)?.[1];
          if (run !== undefined) await this.#closeRun(folder, run, true);
        }
        for (const file of await filesIn(folder))
          if (file.endsWith('.mkv.json')) await this.#takeSheet(join(folder, file));
      }
    });
  }

  /** The server has the segment: it is not kept twice. */
  async release({ segmentId, recordingId }: SegmentFacts): Promise<void> {
    this.#closed.delete(segmentId);
    const file = join(this.folderOf(recordingId), `${segmentId}.mkv`);
    await rm(file, { force: true });
    await rm(`${file}.json`, { force: true });
  }

  /** The server does not know the recording and never will: the file stays, and is not offered again. */
  async setAside(segment: SegmentFacts): Promise<void> {
    this.#closed.delete(segment.segmentId);
    await rename(this.pathOf(segment), `${this.pathOf(segment)}.refused`);
  }

  pathOf({ segmentId, recordingId }: SegmentFacts): string {
    return join(this.folderOf(recordingId), `${segmentId}.mkv`);
  }

  /** Resolves when everything asked for so far is on disk. */
  async settled(): Promise<void> {
    await Promise.all([this.#beginnings, this.#queue].map((queue) => queue.run(async () => {})));
  }

  #begin(facts: FolderFacts): Promise<void> {
    return this.#beginnings.run(async () => {
      const folder = this.folderOf(facts.recordingId);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, FOLDER_FILE), facts);
    });
  }

  /** The server will never have it: its file is gone. What is left of it stays for whoever looks for the cause. */
  async lost(segment: SegmentFacts): Promise<void> {
    this.#closed.delete(segment.segmentId);
    const sheet = `${this.pathOf(segment)}.json`;
    await rename(sheet, `${sheet}.lost`).catch(() => undefined); // Gone with its file.
  }

  async #closeRun(folder: string, run: string, isOver: boolean): Promise<void> {
    const names = (await filesIn(folder)).filter((name) => name.startsWith(`${run}.`));
    const files = names.filter((name) => FILE.test(name)).sort();
    const sheets = new Set(names);
    let isWhole = true;
    for (const [index, name] of files.entries()) {
      if (index === files.length - 1 && !isOver) continue;
      const file = join(folder, name);
      if (sheets.has(`${name}.json`)) continue;
      try {
        await this.#close(file, join(folder, `${run}.run`));
      } catch (cause) {
        if (cause instanceof Unreadable) {
          // Set aside, never deleted: somebody may still save what is in it.
          this.#options.log.error({ err: cause.cause, file: name }, 'segment is unreadable and set aside');
          await rename(file, `${file}.unreadable`);
        } else {
          // The file is good: the disk takes no sheet just now.
          this.#options.log.error({ err: cause, file: name }, 'segment cannot be closed yet');
          isWhole = false;
        }
      }
    }
    if (!isOver) return;
    if (isWhole) await rm(join(folder, `${run}.run`), { force: true });
    if (isWhole) this.#unfinished.delete(run);
    else this.#unfinished.set(run, folder);
  }

  /** @throws {Unreadable} when nothing can be made of the file; what else fails is the disk's */
  async #close(file: string, runFile: string): Promise<void> {
    const sheet = `${file}.json`;
    const run = factsIn(await readFile(runFile, 'utf8'));
    const times = await timesOf(this.#options.ffprobe, file).catch((cause: unknown) => {
      throw new Unreadable('segment', { cause });
    });
    if (times === null) return rm(file);
    await chmod(file, 0o600);
    const { bytes, sha256 } = await sealed(file);
    const facts = SegmentFacts.parse({
      ...run,
      segmentId: file.slice(file.lastIndexOf('/') + 1, -'.mkv'.length),
      startedAt: instant(times.from),
      endedAt: instant(times.to),
      bytes,
      sha256,
    });
    await writeWhole(sheet, facts);
    this.#take(facts);
  }

  async #takeSheet(sheet: string): Promise<void> {
    const facts = SegmentFacts.parse(JSON.parse(await readFile(sheet, 'utf8')));
    if (!this.#closed.has(facts.segmentId)) this.#take(facts);
  }

  #take(facts: SegmentFacts): void {
    this.#closed.set(facts.segmentId, facts);
    this.onClosed(facts);
  }
}

/** What is in a file is no recording. */
class Unreadable extends Error {}

/** The file holds all of it or, as before, what it held: never the half that a full disk took. */
async function writeWhole(file: string, facts: unknown): Promise<void> {
  const draft = `${file}.draft`;
  try {
    await writeFile(draft, JSON.stringify(facts), { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined); // What is in the way was not ours.
    throw cause;
  }
}

function folderFactsIn(text: string): FolderFacts | null {
  try {
    return FolderFacts.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function factsIn(text: string): RunFacts {
  try {
    return RunFacts.parse(JSON.parse(text));
  } catch (cause) {
    throw new Unreadable('run', { cause });
  }
}

/** Brings a file to the disk and reads its digest. */
async function sealed(file: string): Promise<{ bytes: number; sha256: string }> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
    const { size } = await handle.stat();
    const digest = createHash('sha256');
    await pipeline(createReadStream(file), digest);
    return { bytes: size, sha256: digest.digest('hex') };
  } finally {
    await handle.close();
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // No such folder: nothing was recorded there.
  }
}
