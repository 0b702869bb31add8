import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_BYTES = 512 * 1024 * 1024;

/** The block in a synthetic picture, as `headless-room/page/marker.ts` paints it. */
const COLUMNS = 16;
const ROWS = 3;
const CELLS_PER_WIDTH = 40;
const NUMBER_BITS = 14;
const TIME_BITS = 28;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What a picture of a film says of itself. */
export interface Mark {
  readonly number: number;
  /** Wall clock, epoch milliseconds. */
  readonly paintedAt: number;
}

const ffmpeg = async (args: readonly string[]): Promise<Buffer> => {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args], {
    encoding: 'buffer',
    maxBuffer: MAX_BYTES,
  });
  return stdout;
};

/**
 * The mark of each frame of a film in a pane of it; null where none can be read.
 *
 * @param near - an instant near which all of them were painted
 */
export async function marksIn(film: string, { x, y, width }: Box, near: number): Promise<(Mark | null)[]> {
  const cell = width / CELLS_PER_WIDTH;
  const size = COLUMNS * ROWS;
  const bytes = await ffmpeg([
    ...['-i', film, '-an', '-fps_mode', 'passthrough'],
    ...[
      '-vf',
      `crop=${cell * COLUMNS}:${cell * ROWS}:${x}:${y},scale=${COLUMNS}:${ROWS}:flags=area,format=gray`,
    ],
    ...['-f', 'rawvideo', '-'],
  ]);
  return Array.from({ length: bytes.length / size }, (_, frame) =>
    markOf(
      [...bytes.subarray(frame * size, (frame + 1) * size)].map((grey) => grey > 127),
      near,
    ),
  );
}

const numberOf = (bits: readonly boolean[]): number => bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0);

function markOf(bits: readonly boolean[], near: number): Mark | null {
  const payload = bits.slice(2, 2 + NUMBER_BITS + TIME_BITS);
  const check = payload.reduce((sum, bit, place) => (bit ? sum + place * 3 + 1 : sum), 0) % 16;
  if (!bits[0] || bits[1] || numberOf(bits.slice(-4)) !== check) return null;
  const span = 2 ** TIME_BITS;
  const ahead = (numberOf(payload.slice(NUMBER_BITS)) - (near % span) + span * 1.5) % span;
  return { number: numberOf(payload.slice(0, NUMBER_BITS)), paintedAt: near + ahead - span / 2 };
}

const RATE = 16_000;
/** A window this long tells tones 50 Hz apart from each other. */
const WINDOW_MS = 40;
export const SOUND_STEP_MS = 5;
/** Of a tone that is heard; synthetic ones come at about 0.2. */
const HEARD = 0.02;

/** The sound of a film. */
export class FilmSound {
  readonly #samples: Float32Array;

  private constructor(samples: Float32Array) {
    this.#samples = samples;
  }

  static async of(film: string): Promise<FilmSound> {
    const bytes = await ffmpeg(['-i', film, '-vn', '-f', 's16le', '-ar', `${RATE}`, '-ac', '1', '-']);
    return new FilmSound(
      Float32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2) / 32_768),
    );
  }

  get durationMs(): number {
    return (this.#samples.length * 1000) / RATE;
  }

  /** Whether a tone sounds at an instant of the film, milliseconds. */
  hears(hz: number, atMs: number): boolean {
    const length = (WINDOW_MS * RATE) / 1000;
    const from = Math.round((atMs * RATE) / 1000);
    const factor = 2 * Math.cos((2 * Math.PI * hz) / RATE);
    let [last, before] = [0, 0];
    for (let at = 0; at < length; at += 1) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length);
      [last, before] = [(this.#samples[from + at] ?? 0) * hann + factor * last - before, last];
    }
    const power = last * last + before * before - factor * last * before;
    return (4 * Math.sqrt(Math.max(0, power))) / length > HEARD;
  }

  /** Instants of the film at which it becomes loud after a silence, milliseconds. */
  beats(): number[] {
    const step = (SOUND_STEP_MS * RATE) / 1000;
    const loud = Array.from({ length: Math.floor(this.#samples.length / step) }, (_, at) => {
      let most = 0;
      for (let place = at * step; place < (at + 1) * step; place += 1)
        most = Math.max(most, Math.abs(this.#samples[place] ?? 0));
      return most > 0.08;
    });
    const silence = 300 / SOUND_STEP_MS;
    return loud.flatMap((is, at) =>
      is && at >= silence && !loud.slice(at - silence, at).includes(true) ? [at * SOUND_STEP_MS] : [],
    );
  }
}
