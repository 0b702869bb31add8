import type { StreamKey } from './stream-key.ts';

/** Longest time without a decoded frame in which a picture still counts as flowing. */
export const VIDEO_FLOW_MS = 1_000;
/** Longest time without real sound packets in which a sound still counts as heard. */
export const AUDIO_FLOW_MS = 600;

/** Counters of one receiver, growing from its creation on. */
export type FlowSample =
  | { readonly kind: 'video'; readonly framesDecoded: number }
  | {
      readonly kind: 'audio';
      readonly packetsReceived: number;
      readonly totalSamples: number;
      readonly concealedSamples: number;
    };

interface Watched {
  last: FlowSample | null;
  aliveAt: number | null;
  flowing: boolean;
}

/**
 * Tells from receivers' counters whether each picture is really being decoded and each sound really heard.
 * A stream stops flowing only when a look at its counters saw no progress: a late look proves nothing.
 */
export class FlowDetector {
  readonly #watched = new Map<StreamKey, Watched>();

  /** A frame of this stream was presented just now. @returns whether its state changed */
  framePresented(key: StreamKey, now: number): boolean {
    const watched = this.#watch(key);
    watched.aliveAt = now;
    return this.#decide(watched, true, now, VIDEO_FLOW_MS);
  }

  /** New counters of a stream. @returns whether its state changed */
  observe(key: StreamKey, sample: FlowSample, now: number): boolean {
    const watched = this.#watch(key);
    const advanced =
      watched.last !== null && watched.last.kind === sample.kind && progressed(watched.last, sample);
    // Counters that are above zero at the first look mean progress since the receiver was made.
    const began = watched.last === null && progressed(zeroOf(sample), sample);
    watched.last = sample;
    if (advanced || began) watched.aliveAt = now;
    return this.#decide(
      watched,
      advanced || began,
      now,
      sample.kind === 'video' ? VIDEO_FLOW_MS : AUDIO_FLOW_MS,
    );
  }

  /** Forgets a stream. @returns whether it was flowing */
  remove(key: StreamKey): boolean {
    const flowing = this.isFlowing(key);
    this.#watched.delete(key);
    return flowing;
  }

  isFlowing(key: StreamKey): boolean {
    return this.#watched.get(key)?.flowing ?? false;
  }

  #watch(key: StreamKey): Watched {
    const known = this.#watched.get(key);
    if (known) return known;
    const watched: Watched = { last: null, aliveAt: null, flowing: false };
    this.#watched.set(key, watched);
    return watched;
  }

  #decide(watched: Watched, progress: boolean, now: number, limitMs: number): boolean {
    const flowing =
      progress || (watched.aliveAt !== null && watched.flowing && now - watched.aliveAt <= limitMs);
    const changed = flowing !== watched.flowing;
    watched.flowing = flowing;
    return changed;
  }
}

function zeroOf(sample: FlowSample): FlowSample {
  return sample.kind === 'video'
    ? { kind: 'video', framesDecoded: 0 }
    : { kind: 'audio', packetsReceived: 0, totalSamples: 0, concealedSamples: 0 };
}

function progressed(before: FlowSample, after: FlowSample): boolean {
  if (before.kind === 'video' && after.kind === 'video') return after.framesDecoded > before.framesDecoded;
  if (before.kind !== 'audio' || after.kind !== 'audio') return false;
  const packets = after.packetsReceived - before.packetsReceived;
  const samples = after.totalSamples - before.totalSamples;
  const concealed = after.concealedSamples - before.concealedSamples;
  return packets > 0 && samples > 0 && concealed < samples;
}
