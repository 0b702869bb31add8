import { randomInt } from 'node:crypto';
import type { Recording } from './recording.ts';

/** Where encrypted packets go. */
export interface RtpLine {
  sendRtp(header: Buffer, payload: Buffer, index: number): void;
  sendRtcp(packet: Buffer): void;
}

/** Seconds between the eras of NTP and Unix. */
const NTP_OFFSET_S = 2_208_988_800;
/** A source that was held up goes on with what is due instead of catching up on more than this. */
const MAX_BEHIND_MS = 500;

/** Plays one recording again and again as one RTP stream. */
export class RtpTrack {
  readonly ssrc: number;
  readonly #recording: Recording;
  readonly #payloadType: number;
  readonly #timestampBase = randomInt(0x1_0000_0000);
  /** Sequence number, counted on over its 16 bits. */
  #index = randomInt(0x8000);
  #position = 0;
  #nextAt: number | null = null;
  #packets = 0;
  #bytes = 0;
  /** Told of every packet with the instant of its sending, for measuring delay. */
  onSent: ((payload: Buffer, at: number) => void) | null = null;

  constructor({ ssrc, payloadType, recording }: { ssrc: number; payloadType: number; recording: Recording }) {
    this.ssrc = ssrc;
    this.#payloadType = payloadType;
    this.#recording = recording;
  }

  get isPlaying(): boolean {
    return this.#nextAt !== null;
  }

  get packets(): number {
    return this.#packets;
  }

  /** Starts with a key frame. */
  play(now: number): void {
    if (this.#nextAt !== null) return;
    this.#nextAt = now;
    this.showKeyFrame();
  }

  stop(): void {
    this.#nextAt = null;
  }

  /** The next frame sent is a key frame, as an encoder answers a request. */
  showKeyFrame(): void {
    const { frames } = this.#recording;
    while (!frames[this.#position]?.isKey) this.#position = (this.#position + 1) % frames.length;
  }

  /** Sends all frames that are due. @param now - milliseconds, `performance.now()` */
  tick(line: RtpLine, now: number): void {
    if (this.#nextAt === null) return;
    if (now - this.#nextAt > MAX_BEHIND_MS) this.#nextAt = now;
    while (this.#nextAt <= now) {
      this.#sendFrame(line, this.#nextAt, now);
      this.#nextAt += this.#recording.frameMs;
    }
  }

  /** A sender report (RFC 3550 section 6.4.1); without it no receiver is moved between encodings. */
  report(line: RtpLine, now: number): void {
    if (this.#packets === 0 || !this.isPlaying) return;
    const report = Buffer.alloc(28);
    report.writeUInt8(0x80, 0);
    report.writeUInt8(200, 1);
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(this.ssrc, 4);
    const wall = performance.timeOrigin + now;
    report.writeUInt32BE((Math.floor(wall / 1000) + NTP_OFFSET_S) >>> 0, 8);
    report.writeUInt32BE(Math.floor(((wall % 1000) / 1000) * 2 ** 32) >>> 0, 12);
    report.writeUInt32BE(this.#timestampAt(now), 16);
    report.writeUInt32BE(this.#packets >>> 0, 20);
    report.writeUInt32BE(this.#bytes >>> 0, 24);
    line.sendRtcp(report);
  }

  #sendFrame(line: RtpLine, dueAt: number, now: number): void {
    const { frames } = this.#recording;
    const frame = frames[this.#position];
    if (!frame) return;
    this.#position = (this.#position + 1) % frames.length;
    const timestamp = this.#timestampAt(dueAt);
    frame.payloads.forEach((payload, at) => {
      const isLast = at === frame.payloads.length - 1;
      const header = Buffer.alloc(12);
      header.writeUInt8(0x80, 0);
      header.writeUInt8(this.#payloadType | (isLast ? 0x80 : 0), 1);
      header.writeUInt16BE(this.#index & 0xffff, 2);
      header.writeUInt32BE(timestamp, 4);
      header.writeUInt32BE(this.ssrc, 8);
      line.sendRtp(header, payload, this.#index);
      this.#index += 1;
      this.#packets += 1;
      this.#bytes += payload.length;
      this.onSent?.(payload, now);
    });
  }

  #timestampAt(at: number): number {
    return (this.#timestampBase + Math.round((at / 1000) * this.#recording.clockRate)) % 0x1_0000_0000;
  }
}
