import type { EndpointStats, MicSound } from '@nhipcau/contracts';
import { z } from 'zod';

/** The counters of one look at a connection, as far as we use them (W3C webrtc-stats). */
const Report = z.object({
  type: z.string(),
  kind: z.string().optional(),
  id: z.string(),
  timestamp: z.number(),
  bytesSent: z.number().optional(),
  bytesReceived: z.number().optional(),
  packetsReceived: z.number().optional(),
  packetsLost: z.number().optional(),
  fractionLost: z.number().optional(),
  jitter: z.number().optional(),
  currentRoundTripTime: z.number().optional(),
  roundTripTime: z.number().optional(),
  nominated: z.boolean().optional(),
  state: z.string().optional(),
  frameHeight: z.number().optional(),
  framesPerSecond: z.number().optional(),
  framesDecoded: z.number().optional(),
  totalSamplesReceived: z.number().optional(),
  concealedSamples: z.number().optional(),
  audioLevel: z.number().optional(),
  mediaSourceId: z.string().optional(),
  trackIdentifier: z.string().optional(),
  rid: z.string().optional(),
  mid: z.string().optional(),
  active: z.boolean().optional(),
  codecId: z.string().optional(),
  mimeType: z.string().optional(),
});
export type StatsEntry = z.infer<typeof Report>;

export function entriesOf(report: RTCStatsReport): StatsEntry[] {
  const entries: StatsEntry[] = [];
  report.forEach((value: unknown) => {
    const parsed = Report.safeParse(value);
    if (parsed.success) entries.push(parsed.data);
  });
  return entries;
}

export interface StatsInput {
  readonly send: readonly StatsEntry[];
  readonly receive: readonly StatsEntry[];
  /** Track identifiers of what is sent, to tell the camera from the presentation. */
  readonly cameraTrackId: string | null;
  readonly contentTrackId: string | null;
  readonly echoCancellation: boolean | null;
  readonly micDb: number | null;
  readonly micSound: MicSound;
}

/**
 * Media line on which mediasoup sends padding to measure the line; its times mean nothing, so that its jitter grows
 * without end while the line is perfect.
 */
const PROBATOR_MID = 'probator';

const sum = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);
const most = (values: readonly (number | undefined)[]): number | null => {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  return known.length === 0 ? null : Math.max(...known);
};

/** Turns successive looks at both connections into the figures that a room reports about its line (R-MCU-13). */
export class StatisticsMeter {
  #before: StatsInput | null = null;

  measure(input: StatsInput): EndpointStats {
    const before = this.#before;
    this.#before = input;
    const sources = new Map(
      input.send
        .filter(({ type }) => type === 'media-source')
        .map((entry) => [entry.id, entry.trackIdentifier ?? null]),
    );
    const outbound = input.send.filter(({ type }) => type === 'outbound-rtp');
    const ofTrack = (trackId: string | null) =>
      outbound.filter(
        ({ kind, mediaSourceId }) =>
          kind === 'video' && trackId !== null && sources.get(mediaSourceId ?? '') === trackId,
      );
    const camera = ofTrack(input.cameraTrackId);
    const inbound = input.receive.filter(({ type, mid }) => type === 'inbound-rtp' && mid !== PROBATOR_MID);
    const best = camera
      .filter(({ framesPerSecond }) => (framesPerSecond ?? 0) > 0)
      .sort((a, b) => (b.frameHeight ?? 0) - (a.frameHeight ?? 0))[0];
    const pairs = [...input.send, ...input.receive].filter(
      ({ type, nominated, state }) =>
        type === 'candidate-pair' && nominated !== false && state === 'succeeded',
    );
    const rtt = most(pairs.map(({ currentRoundTripTime }) => currentRoundTripTime));
    const jitter = most(inbound.map(({ jitter }) => jitter));
    return {
      sendHeight: best?.frameHeight ?? null,
      sendFps: best?.framesPerSecond ?? null,
      sendKbps: this.#rate(
        before?.send,
        outbound.filter(
          ({ mediaSourceId }) =>
            sources.get(mediaSourceId ?? '') !== input.contentTrackId || input.contentTrackId === null,
        ),
        'bytesSent',
      ),
      contentKbps:
        input.contentTrackId === null
          ? null
          : this.#rate(before?.send, ofTrack(input.contentTrackId), 'bytesSent'),
      receiveKbps: this.#rate(before?.receive, inbound, 'bytesReceived'),
      rttMs: rtt === null ? null : round(rtt * 1000),
      jitterMs: jitter === null ? null : round(jitter * 1000),
      loss: worstLoss(before, input, inbound),
      echoCancellation: input.echoCancellation,
      micDb: input.micDb === null ? null : Math.max(-127, Math.min(0, Math.round(input.micDb))),
      micSound: input.micSound,
      videoCodec: codecOf(input.send, best),
    };
  }

  #rate(
    before: readonly StatsEntry[] | undefined,
    now: readonly StatsEntry[],
    counter: 'bytesSent' | 'bytesReceived',
  ): number | null {
    if (!before) return null;
    const earlier = new Map(before.map((entry) => [entry.id, entry]));
    const rates = now.map((entry) => {
      const then = earlier.get(entry.id);
      const ms = then ? entry.timestamp - then.timestamp : 0;
      return then && ms > 0 ? Math.max(0, ((entry[counter] ?? 0) - (then[counter] ?? 0)) * 8) / ms : 0;
    });
    return round(sum(rates));
  }
}

const round = (value: number) => Math.round(value * 10) / 10;

function worstLoss(
  before: StatsInput | null,
  now: StatsInput,
  inbound: readonly StatsEntry[],
): number | null {
  const earlier = new Map((before?.receive ?? []).map((entry) => [entry.id, entry]));
  const received = inbound.map((entry) => {
    const then = earlier.get(entry.id);
    if (!then) return undefined;
    const lost = Math.max(0, (entry.packetsLost ?? 0) - (then.packetsLost ?? 0));
    const got = Math.max(0, (entry.packetsReceived ?? 0) - (then.packetsReceived ?? 0));
    return lost + got >= 10 ? lost / (lost + got) : undefined;
  });
  const sent = now.send
    .filter(({ type }) => type === 'remote-inbound-rtp')
    .map(({ fractionLost }) => fractionLost);
  const worst = most([...received, ...sent]);
  return worst === null ? null : Math.max(0, Math.min(1, Math.round(worst * 10_000) / 10_000));
}

function codecOf(send: readonly StatsEntry[], best: StatsEntry | undefined): string | null {
  if (!best?.codecId) return null;
  return send.find(({ id }) => id === best.codecId)?.mimeType?.slice(0, 60) ?? null;
}
