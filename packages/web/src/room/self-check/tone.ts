/** Quietest level that is told, dBFS. */
const FLOOR_DB = -120;

const decibels = (power: number): number => Math.max(FLOOR_DB, 10 * Math.log10(Math.max(power, 1e-12)));

/** Loudness of samples, dBFS. */
export function levelDb(samples: Float32Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return decibels(power / Math.max(1, samples.length));
}

/**
 * Strength of one frequency in samples, dBFS of a sine of that strength (Goertzel).
 *
 * @param hertz - below half the sample rate
 */
export function toneDb(samples: Float32Array, sampleRate: number, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + turn * last - before];
  const power = last * last + before * before - turn * last * before;
  return decibels((2 * power) / samples.length ** 2);
}

/** Tones of the test: none a multiple of the mains' 50 Hz or of another. */
export const testTones = [631, 997, 1511] as const;
/** A tone counts as heard when it stands so far above the same frequency in the silent room, decibels. */
export const HEARD_DB = 6;

/** What the microphone took in: the room without us, then while each tone was played. */
export interface LoopRecording {
  readonly sampleRate: number;
  readonly silence: Float32Array;
  readonly tones: readonly { readonly hertz: number; readonly samples: Float32Array }[];
}

export interface LoopFinding {
  /** By how much the weakest tone stood above the silent room, decibels; negative: below. */
  readonly aboveDb: number;
  /** Each tone was heard when it was played, and stronger than the other two. */
  readonly isHeard: boolean;
  readonly noiseDb: number;
  /** One frequency stands out of the silent room: it howls. */
  readonly howlHertz: number | null;
}

/**
 * Whether what the loudspeaker played came back by the microphone (R-CHK-02 C4), how noisy the room is, and whether it
 * howls.
 */
export function judgeLoop({ sampleRate, silence, tones }: LoopRecording): LoopFinding {
  const found = tones.map(({ hertz, samples }) => {
    const strength = toneDb(samples, sampleRate, hertz);
    const others = testTones.filter((other) => other !== hertz);
    return {
      above: strength - toneDb(silence, sampleRate, hertz),
      isStrongest: others.every((other) => toneDb(samples, sampleRate, other) < strength),
    };
  });
  const aboveDb = Math.round(Math.min(...found.map(({ above }) => above)) * 10) / 10;
  return {
    aboveDb: Number.isFinite(aboveDb) ? aboveDb : 0,
    isHeard: found.length > 0 && aboveDb >= HEARD_DB && found.every(({ isStrongest }) => isStrongest),
    noiseDb: Math.round(levelDb(silence) * 10) / 10,
    howlHertz: howlIn(silence, sampleRate),
  };
}

/** Frequencies at which rooms howl. */
const HOWL_FROM = 200;
const HOWL_TO = 6_000;
const HOWL_STEP = 20;
/** So much above the middle of all frequencies, and so loud, decibels. */
const HOWL_ABOVE_DB = 30;
const HOWL_LOUD_DB = -50;

/** A howl is one frequency, loud and standing alone; speech and fans spread over many. */
export function howlIn(samples: Float32Array, sampleRate: number): number | null {
  const strengths: { hertz: number; db: number }[] = [];
  for (let hertz = HOWL_FROM; hertz <= HOWL_TO; hertz += HOWL_STEP)
    strengths.push({ hertz, db: toneDb(samples, sampleRate, hertz) });
  const sorted = strengths.toSorted((a, b) => a.db - b.db);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const loudest = sorted.at(-1);
  if (!middle || !loudest) return null;
  return loudest.db > HOWL_LOUD_DB && loudest.db - middle.db > HOWL_ABOVE_DB ? loudest.hertz : null;
}
