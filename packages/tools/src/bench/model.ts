import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import * as mediasoup from 'mediasoup';
import { addReceivers, LOOPBACK, MEDIA_CODECS } from './forward/bare-router.ts';
import { Player, type PlayerTarget } from './forward/player.ts';
import { extrapolated, Receivers } from './forward/receivers.ts';
import { audioParameters, SSRC, videoParameters } from './forward/wire.ts';
import { solve } from './least-squares.ts';
import type { BenchSettings } from './settings.ts';

/** Senders, and receivers of the first of them. */
const POINTS = [
  { senders: 1, receivers: 0 },
  { senders: 8, receivers: 0 },
  { senders: 16, receivers: 0 },
  { senders: 1, receivers: 20 },
  { senders: 1, receivers: 60 },
  { senders: 1, receivers: 90 },
  { senders: 8, receivers: 60 },
] as const;
/** The large encoding alone: nobody has to be moved to it before the measurement. */
const oneEncoding = { ...videoParameters, encodings: [{ ssrc: SSRC.high }] };
const WARM_UP_MS = 1_500;
const WINDOW_MS = 5_000;

interface Point {
  readonly inPerS: number;
  readonly outPerS: number;
  readonly cores: number;
}

export interface ModelResult {
  readonly bench: 'model';
  /** Cores of a media worker for a thousand packets a second that arrive, and that leave encrypted. */
  readonly inCoresPerK: number;
  readonly outCoresPerK: number;
  /** Cores that a worker uses before anything passes. */
  readonly base: number;
  /** Largest difference of a measured point from the model, cores. */
  readonly worst: number;
  readonly points: readonly Point[];
}

/** What a packet in and a packet out cost a media worker: different loads, and the plane that fits them best. */
export async function model({ say }: BenchSettings & { say: (text: string) => void }): Promise<ModelResult> {
  const receiving = await Receivers.open();
  const points: Point[] = [];
  try {
    for (const { senders, receivers } of POINTS) {
      const point = await measure(senders, receivers, receiving);
      points.push(point);
      say(`in ${point.inPerS}/s, out ${point.outPerS}/s: ${point.cores} cores`);
    }
  } finally {
    receiving.close();
  }
  const [base = 0, inCores = 0, outCores = 0] = solve(
    points.map(({ inPerS, outPerS }) => [1, inPerS / 1000, outPerS / 1000]),
    points.map(({ cores }) => cores),
  );
  const off = points.map(({ inPerS, outPerS, cores }) =>
    Math.abs(cores - base - (inCores * inPerS) / 1000 - (outCores * outPerS) / 1000),
  );
  return {
    bench: 'model',
    inCoresPerK: rounded(inCores),
    outCoresPerK: rounded(outCores),
    base: rounded(base),
    worst: rounded(Math.max(...off)),
    points,
  };
}

async function measure(senders: number, receivers: number, { sink, ports }: Receivers): Promise<Point> {
  const worker = await mediasoup.createWorker({
    logLevel: 'error',
    ...(process.env['MEDIASOUP_WORKER_BIN'] ? { workerBin: process.env['MEDIASOUP_WORKER_BIN'] } : {}),
  });
  const socket = createSocket('udp4');
  const players: Player[] = [];
  let sent = 0;
  try {
    const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    for (let index = 0; index < senders; index += 1) {
      const transport = await router.createPlainTransport({ ...LOOPBACK, comedia: true });
      const video = await transport.produce({ kind: 'video', rtpParameters: oneEncoding });
      const audio = await transport.produce({ kind: 'audio', rtpParameters: audioParameters });
      if (index === 0) await addReceivers(router, [video, audio], receivers, ports);
      const from = index === 0 ? socket : createSocket('udp4');
      const target: PlayerTarget = {
        rtp: (packet) => {
          if (packet.readUInt32BE(8) === SSRC.low) return;
          sent += 1;
          from.send(packet, transport.tuple.localPort, '127.0.0.1');
        },
        rtcp: (packet) => {
          if (packet.readUInt32BE(4) !== SSRC.low) from.send(packet, transport.tuple.localPort, '127.0.0.1');
        },
      };
      const player = new Player();
      player.start(target);
      players.push(player);
    }
    await pause(WARM_UP_MS);
    const before = { usage: await worker.getResourceUsage(), at: performance.now(), sent, out: sink.packets };
    await pause(WINDOW_MS);
    const usage = await worker.getResourceUsage();
    const wallMs = performance.now() - before.at;
    const usedMs = usage.ru_utime + usage.ru_stime - before.usage.ru_utime - before.usage.ru_stime;
    return {
      inPerS: Math.round((sent - before.sent) / (wallMs / 1000)),
      outPerS:
        receivers === 0
          ? 0
          : Math.round(extrapolated(sink.packets - before.out, receivers) / (wallMs / 1000)),
      cores: rounded(usedMs / wallMs),
    };
  } finally {
    for (const player of players) player.stop();
    worker.close();
  }
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
