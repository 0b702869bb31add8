import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { copyFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MeetingId } from '@nhipcau/contracts';
import { type FilmPlan, filmPlan, type Shot, TITLE_FRAMES } from '@nhipcau/domain';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import { RenderError, runFfmpeg } from './ffmpeg.ts';
import {
  audioArguments,
  chapterFile,
  filmArguments,
  pictureArguments,
  soundArguments,
  soundBytes,
  titleArguments,
  type Voices,
  voicesAround,
} from './film-commands.ts';
import type { FilmMaterial } from './film-material.ts';

export const FONT = join(import.meta.dirname, '../../data/fonts/LiberationSerif-Regular.ttf');
/** Joining, sound by itself. */
const LAST_STEPS = 2;
const LINE_LETTERS = 52;

/** A file the studio made, to be fetched from its folder. */
export interface MadeFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Buffer;
}

export interface FilmDone {
  readonly durationMs: number;
  readonly missingMs: number;
  readonly video: MadeFile;
  readonly audio: MadeFile;
}

export interface FilmStudioOptions {
  /** Folder in which the film of a meeting is made; it outlives a restart, and its owner takes it away. */
  readonly workshop: (meetingId: MeetingId) => string;
  readonly programs: ServerConfig['recordings'];
  readonly log: Logger;
}

/**
 * Makes the film of a meeting from its segments and its log, shot by shot, each into a file of its own: what is there is not
 * made again, so that a film that was interrupted goes on where it was (rule RD-9).
 */
export class FilmStudio {
  readonly #options: FilmStudioOptions;
  readonly #stop = new AbortController();

  constructor(options: FilmStudioOptions) {
    this.#options = options;
  }

  /** Ends what is being made; it goes on at the next start. */
  close(): void {
    this.#stop.abort();
  }

  get closed(): boolean {
    return this.#stop.signal.aborted;
  }

  /**
   * A segment that cannot be read any more is left out, and its time counted as missing: it does not cost the rest of the film.
   *
   * @param onStep - told after each step of how many are done
   */
  async make(material: FilmMaterial, onStep: (done: number, of: number) => Promise<void>): Promise<FilmDone> {
    const spoiled = new Set<string>();
    for (;;)
      try {
        return await this.#cut(without(material, spoiled), onStep);
      } catch (cause) {
        if (!(cause instanceof SpoiledSegments)) throw cause;
        const { meetingId } = material;
        this.#options.log.error(
          { meetingId, segments: cause.segmentIds },
          'unreadable segments are left out',
        );
        for (const id of cause.segmentIds) spoiled.add(id);
      }
  }

  async #cut(material: FilmMaterial, onStep: (done: number, of: number) => Promise<void>): Promise<FilmDone> {
    const plan = filmPlan(material.facts);
    const folder = this.#options.workshop(material.meetingId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await copyFile(FONT, join(folder, 'font.ttf'));
    const steps = plan.shots.length + 1 + LAST_STEPS;
    let done = 0;
    const next = async () => {
      done += 1;
      await onStep(done, steps);
    };
    const shots = [await this.#title(material, folder)];
    await next();
    const copies = new SegmentCopies(material, join(folder, 'segments'), plan.shots);
    for (const [index, shot] of plan.shots.entries()) {
      const voices = voicesAround(plan.shots, index);
      shots.push(await this.#shot(shot, { material, folder, copies, voices }));
      await copies.used(index);
      await next();
    }
    const film = join(folder, 'film.mp4');
    await this.#join(plan, shots, material.title, folder, film);
    await next();
    const audio = join(folder, 'audio.m4a');
    await this.#make(audio, (out) => audioArguments(film, out), folder);
    await next();
    return {
      durationMs: plan.durationMs,
      missingMs: plan.missingMs,
      video: await sealOf(film),
      audio: await sealOf(audio),
    };
  }

  async #title({ title, below }: FilmMaterial, folder: string): Promise<ShotFile> {
    await writeFile(join(folder, 'title.txt'), wrapped(title));
    await writeFile(join(folder, 'below.txt'), below);
    const name = `title-${digestOf([title, below])}`;
    await this.#make(
      join(folder, `${name}.h264`),
      (out) => titleArguments('title.txt', 'below.txt', out),
      folder,
    );
    const sound = join(folder, `${name}.pcm`);
    await writeFile(sound, Buffer.alloc(soundBytes(TITLE_FRAMES)));
    return { pictures: join(folder, `${name}.h264`), sound };
  }

  async #shot(
    shot: Shot,
    {
      material,
      folder,
      copies,
      voices,
    }: { material: FilmMaterial; folder: string; copies: SegmentCopies; voices: Voices },
  ): Promise<ShotFile> {
    const names = shot.panes.map(({ siteId }) => material.facts.nameOf(siteId));
    const name = `shot-${digestOf([JSON.stringify(shot), ...names, '|', ...voices.before, '|', ...voices.after])}`;
    const label = (index: number) => `${name}-${index}.txt`;
    for (const [index, words] of names.entries()) await writeFile(join(folder, label(index)), words);
    const pictures = join(folder, `${name}.h264`);
    const sound = join(folder, `${name}.pcm`);
    if (existsSync(pictures) && existsSync(sound)) return { pictures, sound };
    const segment = await copies.filesOf(shot);
    try {
      await this.#make(pictures, (out) => pictureArguments(shot, { segment, label }, out), folder);
      if (shot.sounds.some(({ pieces }) => pieces.length > 0))
        await this.#make(sound, (out) => soundArguments(shot, { segment, voices }, out), folder);
      else await writeFile(sound, Buffer.alloc(soundBytes(shot.frames)));
    } catch (cause) {
      const unreadable = cause instanceof RenderError ? await this.#unreadable(shot, segment, folder) : [];
      throw unreadable.length > 0 ? new SpoiledSegments(unreadable, cause) : cause;
    }
    return { pictures, sound };
  }

  /** Those of a shot in which the program finds nothing. */
  async #unreadable(shot: Shot, fileOf: (id: string) => string, folder: string): Promise<string[]> {
    const unreadable: string[] = [];
    for (const id of segmentsOf(shot)) {
      const args = ['-i', fileOf(id), '-map', '0', '-c', 'copy', '-f', 'null', '-'];
      try {
        await runFfmpeg(this.#options.programs.ffmpeg, args, { folder, signal: this.#stop.signal });
      } catch (cause) {
        if (!(cause instanceof RenderError)) throw cause;
        unreadable.push(id);
      }
    }
    return unreadable;
  }

  async #join(
    plan: FilmPlan,
    shots: readonly ShotFile[],
    title: string,
    folder: string,
    film: string,
  ): Promise<void> {
    await joined(
      shots.map(({ pictures }) => pictures),
      join(folder, 'all.h264'),
    );
    await joined(
      shots.map(({ sound }) => sound),
      join(folder, 'all.pcm'),
    );
    await writeFile(join(folder, 'chapters.txt'), chapterFile(title, plan.chapters, plan.durationMs));
    // Whatever was joined before was of another plan.
    await rm(film, { force: true });
    await rm(join(folder, 'audio.m4a'), { force: true });
    await this.#make(film, (out) => filmArguments('all.h264', 'all.pcm', 'chapters.txt', out), folder);
  }

  /** A file is there as a whole or not at all. */
  async #make(file: string, args: (out: string) => string[], folder: string): Promise<void> {
    if (existsSync(file)) return;
    const { programs } = this.#options;
    const draft = `${file}.draft`;
    await runFfmpeg(programs.ffmpeg, args(draft), { folder, signal: this.#stop.signal });
    await rename(draft, file);
  }
}

class SpoiledSegments extends Error {
  readonly segmentIds: readonly string[];

  constructor(segmentIds: readonly string[], cause: unknown) {
    super('unreadable segments', { cause });
    this.segmentIds = segmentIds;
  }
}

const without = (material: FilmMaterial, spoiled: ReadonlySet<string>): FilmMaterial => ({
  ...material,
  facts: {
    ...material.facts,
    segments: material.facts.segments.filter(({ segmentId }) => !spoiled.has(segmentId)),
  },
});

interface ShotFile {
  readonly pictures: string;
  readonly sound: string;
}

/** Segments as files, and which of them were copied for it: each is taken away after the last shot that needs it. */
class SegmentCopies {
  readonly #material: FilmMaterial;
  readonly #folder: string;
  readonly #lastUse = new Map<string, number>();
  readonly #copies = new Map<string, string>();

  constructor(material: FilmMaterial, folder: string, shots: readonly Shot[]) {
    this.#material = material;
    this.#folder = folder;
    for (const [index, shot] of shots.entries())
      for (const id of segmentsOf(shot)) this.#lastUse.set(id, index);
  }

  async filesOf(shot: Shot): Promise<(segmentId: string) => string> {
    const files = new Map<string, string>();
    for (const id of segmentsOf(shot)) {
      const known = this.#copies.get(id);
      const { path, isCopy } =
        known === undefined ? await this.#material.fileOf(id, this.#folder) : { path: known, isCopy: true };
      if (isCopy) this.#copies.set(id, path);
      files.set(id, path);
    }
    return (id) => {
      const file = files.get(id);
      if (file === undefined) throw new Error(`segment ${id} is not of this shot`);
      return file;
    };
  }

  async used(index: number): Promise<void> {
    for (const [id, path] of this.#copies)
      if ((this.#lastUse.get(id) ?? -1) <= index) {
        this.#copies.delete(id);
        await rm(path, { force: true });
      }
  }
}

const segmentsOf = ({ panes, sounds }: Shot): Set<string> =>
  new Set([...panes, ...sounds].flatMap(({ pieces }) => pieces.map(({ segmentId }) => segmentId)));

const digestOf = (words: readonly string[]): string =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 24);

async function joined(files: readonly string[], out: string): Promise<void> {
  const target = createWriteStream(out, { mode: 0o600 });
  for (const file of files) await pipeline(createReadStream(file), target, { end: false });
  target.end();
  await new Promise<void>((resolve, reject) => target.once('finish', resolve).once('error', reject));
}

async function sealOf(path: string): Promise<MadeFile> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return { path, bytes: (await stat(path)).size, sha256: digest.digest() };
}

/** Long titles in lines that fit the picture. */
function wrapped(title: string): string {
  const lines = [''];
  for (const word of title.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= LINE_LETTERS) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.slice(0, 6).join('\n');
}
