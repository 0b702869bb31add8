import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { copyFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MeetingId } from '@nhipcau/contracts';
import { type FilmPlan, filmPlan, type Shot, TITLE_FRAMES } from '@nhipcau/domain';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.ts';
import { runFfmpeg } from './ffmpeg.ts';
import {
  audioArguments,
  chapterFile,
  filmArguments,
  pictureArguments,
  soundArguments,
  soundBytes,
  titleArguments,
} from './film-commands.ts';
import type { FilmMaterial } from './film-material.ts';
import type { Vault } from './vault.ts';

const FONT = join(import.meta.dirname, '../../data/fonts/LiberationSerif-Regular.ttf');
/** Joining, sound by itself. */
const LAST_STEPS = 2;
const LINE_LETTERS = 52;

export interface FilmDone {
  readonly durationMs: number;
  readonly missingMs: number;
  readonly video: { readonly bytes: number; readonly sha256: Buffer };
  readonly audio: { readonly bytes: number; readonly sha256: Buffer };
}

export interface FilmStudioOptions {
  readonly vault: Vault;
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

  /** @param onStep - told after each step of how many are done */
  async make(material: FilmMaterial, onStep: (done: number, of: number) => Promise<void>): Promise<FilmDone> {
    const { vault } = this.#options;
    const meetingId = MeetingId.parse(material.meetingId);
    const plan = filmPlan(material.facts);
    const folder = vault.workshop(meetingId);
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
    for (const shot of plan.shots) {
      shots.push(await this.#shot(shot, material, folder));
      await next();
    }
    const film = vault.film(meetingId, 'film');
    await this.#join(plan, shots, material.title, folder, film);
    await next();
    const audio = vault.film(meetingId, 'audio');
    await this.#make(audio, (out) => audioArguments(film, out), folder);
    await next();
    const sizes = { video: await sealOf(film), audio: await sealOf(audio) };
    await vault.remove(folder);
    return { durationMs: plan.durationMs, missingMs: plan.missingMs, ...sizes };
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

  async #shot(shot: Shot, material: FilmMaterial, folder: string): Promise<ShotFile> {
    const names = shot.panes.map(({ siteId }) => material.facts.nameOf(siteId));
    const name = `shot-${digestOf([JSON.stringify(shot), ...names])}`;
    const label = (index: number) => `${name}-${index}.txt`;
    for (const [index, words] of names.entries()) await writeFile(join(folder, label(index)), words);
    const pictures = join(folder, `${name}.h264`);
    await this.#make(
      pictures,
      (out) => pictureArguments(shot, { segment: material.fileOf, label }, out),
      folder,
    );
    const sound = join(folder, `${name}.pcm`);
    if (shot.sounds.some(({ pieces }) => pieces.length > 0))
      await this.#make(sound, (out) => soundArguments(shot, material.fileOf, out), folder);
    else await writeFile(sound, Buffer.alloc(soundBytes(shot.frames)));
    return { pictures, sound };
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
    await this.#options.vault.remove(film);
    await this.#make(film, (out) => filmArguments('all.h264', 'all.pcm', 'chapters.txt', out), folder);
  }

  /** A file is there as a whole or not at all. */
  async #make(file: string, args: (out: string) => string[], folder: string): Promise<void> {
    if (existsSync(file) && file.startsWith(folder)) return;
    const { programs } = this.#options;
    const draft = `${file}.draft`;
    await runFfmpeg(programs.ffmpeg, args(draft), { folder, signal: this.#stop.signal });
    await rename(draft, file);
  }
}

interface ShotFile {
  readonly pictures: string;
  readonly sound: string;
}

const digestOf = (words: readonly string[]): string =>
  createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 24);

async function joined(files: readonly string[], out: string): Promise<void> {
  const target = createWriteStream(out, { mode: 0o600 });
  for (const file of files) await pipeline(createReadStream(file), target, { end: false });
  target.end();
  await new Promise<void>((resolve, reject) => target.once('finish', resolve).once('error', reject));
}

async function sealOf(file: string): Promise<{ bytes: number; sha256: Buffer }> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file), digest);
  return { bytes: (await stat(file)).size, sha256: digest.digest() };
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
