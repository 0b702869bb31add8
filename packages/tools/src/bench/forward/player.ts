import { AUDIO_PAYLOAD, SSRC, VIDEO_PAYLOAD } from './wire.ts';

interface Track {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRate: number;
  readonly packetsPerSecond: number;
  readonly payloadBytes: number;
}

/** 720p at about 1.7 Mbit/s, 180p, and a voice: the figures of docs/bench.md. */
const tracks: readonly Track[] = [
  {
    ssrc: SSRC.high,
    payloadType: VIDEO_PAYLOAD,
    clockRate: 90_000,
    packetsPerSecond: 200,
    payloadBytes: 1_080,
  },
  { ssrc: SSRC.low, payloadType: VIDEO_PAYLOAD, clockRate: 90_000, packetsPerSecond: 30, payloadBytes: 600 },
  { ssrc: SSRC.mic, payloadType: AUDIO_PAYLOAD, clockRate: 48_000, packetsPerSecond: 50, payloadBytes: 120 },
];
/** Packets per second that every seat receives: the high encoding and the voice. */
export const PACKETS_PER_SEAT = 250;

const TICK_MS = 5;
const REPORT_EVERY_MS = 250;
/** A key frame twice a second, so that nobody has to ask for one. */
const PACKETS_PER_KEY_FRAME = 100;
const NAL_SPS = 0x67;
const NAL_SLICE = 0x41;
const NTP_OFFSET_S = 2_208_988_800;

/** Where a player's packets go. */
export interface PlayerTarget {
  /** @param number - of the packet within its track, from 1 */
  rtp(packet: Buffer, number: number): void;
  rtcp(packet: Buffer): void;
}

/** Plays made-up RTP at a fixed rate, catching up after a late timer; an SFU never looks further than its headers. */
export class Player {
  readonly #playing = tracks.map((track) => ({ track, sent: 0 }));
  #timers: NodeJS.Timeout[] = [];
  #runMs = 0;

  start(target: PlayerTarget): void {
    const startedAt = performance.now() - this.#runMs;
    this.#timers = [
      setInterval(() => {
        this.#runMs = performance.now() - startedAt;
        for (const playing of this.#playing)
          while (playing.sent < (this.#runMs / 1000) * playing.track.packetsPerSecond)
            this.#send(playing, target);
      }, TICK_MS),
      setInterval(() => this.#report(target), REPORT_EVERY_MS),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #send(playing: { track: Track; sent: number }, target: PlayerTarget): void {
    const { ssrc, payloadType, payloadBytes } = playing.track;
    const packet = Buffer.alloc(12 + payloadBytes);
    const isVideo = payloadType === VIDEO_PAYLOAD;
    packet[0] = 0x80;
    packet[1] = payloadType | (isVideo ? 0x80 : 0);
    packet.writeUInt16BE((playing.sent + 1) & 0xffff, 2);
    packet.writeUInt32BE(timestampOf(playing), 4);
    packet.writeUInt32BE(ssrc, 8);
    packet[12] = isVideo && playing.sent % PACKETS_PER_KEY_FRAME === 0 ? NAL_SPS : NAL_SLICE;
    playing.sent += 1;
    target.rtp(packet, playing.sent);
  }

  /** Sender reports (RFC 3550 section 6.4.1), without which no receiver is moved to another encoding. */
  #report(target: PlayerTarget): void {
    for (const playing of this.#playing) {
      const report = Buffer.alloc(28);
      report[0] = 0x80;
      report[1] = 200;
      report.writeUInt16BE(6, 2);
      report.writeUInt32BE(playing.track.ssrc, 4);
      const now = Date.now();
      report.writeUInt32BE((Math.floor(now / 1000) + NTP_OFFSET_S) >>> 0, 8);
      report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32) >>> 0, 12);
      report.writeUInt32BE(timestampOf(playing), 16);
      report.writeUInt32BE(playing.sent, 20);
      report.writeUInt32BE((playing.sent * playing.track.payloadBytes) >>> 0, 24);
      target.rtcp(report);
    }
  }
}

/** All tracks tell the same time, each by its own clock. */
const timestampOf = ({ track }: { track: Track }): number =>
  Math.floor((performance.now() / 1000) * track.clockRate) >>> 0;
