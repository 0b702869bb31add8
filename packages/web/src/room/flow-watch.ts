import type { Clock, Timer } from '@nhipcau/base';
import type { Flow } from '@nhipcau/contracts';
import { FlowDetector, type FlowSample } from './flow-detector.ts';
import type { RemoteStream } from './room-media.ts';
import { entriesOf, type StatsEntry } from './statistics.ts';
import type { StreamKey } from './stream-key.ts';

/** Time between two looks at the receivers' counters. */
const LOOK_EVERY_MS = 300;

export interface FlowWatchOptions {
  readonly clock: Clock;
  readonly streams: () => Iterable<RemoteStream>;
  readonly readStats: () => Promise<RTCStatsReport | null>;
  readonly onChange: (flows: Flow[]) => void;
}

/** Watches whether every received stream really flows, by its counters and, for the first frame, by presentation. */
export class FlowWatch {
  readonly #options: FlowWatchOptions;
  readonly #detector = new FlowDetector();
  readonly #firstFrames = new Map<string, HTMLVideoElement>();
  #timer: Timer | null = null;
  #closed = false;

  constructor(options: FlowWatchOptions) {
    this.#options = options;
    this.#next();
  }

  /** Begins to wait for the first frame of a new picture, so that its flow is told at once. */
  streamOpened(stream: RemoteStream): void {
    if (stream.source === 'mic' || this.#firstFrames.has(stream.consumerId)) return;
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream.stream;
    this.#firstFrames.set(stream.consumerId, video);
    video.requestVideoFrameCallback(() => {
      this.#release(stream.consumerId);
      if (this.#detector.framePresented(stream.key, this.#options.clock.now())) this.#tell();
    });
    void video.play().catch(() => {
      // The stream was closed before its first frame; the counters tell the rest.
    });
  }

  streamClosed(stream: RemoteStream): void {
    this.#release(stream.consumerId);
    this.#detector.remove(stream.key);
    this.#tell();
  }

  flows(): Flow[] {
    return [...this.#options.streams()].map(({ key, siteId, source }) => ({
      siteId,
      source,
      flowing: this.#detector.isFlowing(key),
    }));
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    for (const consumerId of [...this.#firstFrames.keys()]) this.#release(consumerId);
  }

  #release(consumerId: string): void {
    const video = this.#firstFrames.get(consumerId);
    if (video) video.srcObject = null;
    this.#firstFrames.delete(consumerId);
  }

  #next(): void {
    if (!this.#closed) this.#timer = this.#options.clock.after(LOOK_EVERY_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    try {
      const report = await this.#options.readStats();
      if (this.#closed || report === null) return;
      const byTrack = new Map<string, StreamKey>();
      for (const { stream, key } of this.#options.streams())
        for (const { id } of stream.getTracks()) byTrack.set(id, key);
      const now = this.#options.clock.now();
      let changed = false;
      for (const entry of entriesOf(report)) {
        const key = entry.type === 'inbound-rtp' ? byTrack.get(entry.trackIdentifier ?? '') : undefined;
        const sample = key ? sampleOf(entry) : null;
        if (key && sample) changed = this.#detector.observe(key, sample, now) || changed;
      }
      if (changed) this.#tell();
    } finally {
      this.#next();
    }
  }

  #tell(): void {
    if (!this.#closed) this.#options.onChange(this.flows());
  }
}

function sampleOf(entry: StatsEntry): FlowSample | null {
  if (entry.kind === 'video') return { kind: 'video', framesDecoded: entry.framesDecoded ?? 0 };
  if (entry.kind !== 'audio') return null;
  return {
    kind: 'audio',
    packetsReceived: entry.packetsReceived ?? 0,
    totalSamples: entry.totalSamplesReceived ?? 0,
    concealedSamples: entry.concealedSamples ?? 0,
  };
}
