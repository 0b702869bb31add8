import type { Socket } from 'node:dgram';
import type { types } from 'mediasoup';

/** One encoding that a test sender plays. */
export interface SourceEncoding {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly kind: types.MediaKind;
  readonly packetsPerSecond: number;
  readonly payloadBytes: number;
}

const NTP_OFFSET_S = 2_208_988_800;
const REPORT_EVERY_MS = 300;
/** First byte of an H.264 NAL unit (RFC 6184 section 1.3): sequence parameter set, and a slice that is no key frame. */
const NAL_SPS = 0x67;
const NAL_SLICE = 0x41;
const RTCP_PSFB = 206;
const PLI = 1;
const FIR = 4;

/**
 * Plays hand-made RTP to a plain transport, with sender reports, and answers every key frame request with a packet that
 * mediasoup takes for a key frame. No codec is involved: an SFU never looks further.
 */
export class RtpSource {
  readonly #socket: Socket;
  readonly #to: { readonly ip: string; readonly port: number };
  readonly #encodings: Playing[];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onMessage = (packet: Buffer) => this.#takeFeedback(packet);
  /** Key frame requests received, for each SSRC. */
  readonly keyFrameRequests = new Map<number, number>();
  paused = false;
  sent = 0;

  /** @param socket - the seat's one socket: a plain transport listens to the first address it hears from */
  constructor(socket: Socket, to: { ip: string; port: number }, encodings: readonly SourceEncoding[]) {
    this.#to = to;
    this.#socket = socket;
    socket.on('message', this.#onMessage);
    this.#encodings = encodings.map((encoding) => ({
      ...encoding,
      seq: 1,
      packets: 0,
      bytes: 0,
      keyFrame: true,
    }));
    for (const encoding of this.#encodings)
      this.#timers.push(setInterval(() => this.#send(encoding), 1000 / encoding.packetsPerSecond));
    this.#timers.push(setInterval(() => this.#report(), REPORT_EVERY_MS));
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.off('message', this.#onMessage);
  }

  #send(encoding: Playing): void {
    if (this.paused) return;
    const { ssrc, payloadType, kind, payloadBytes } = encoding;
    const packet = Buffer.alloc(12 + payloadBytes);
    packet[0] = 0x80;
    packet[1] = payloadType | (kind === 'video' ? 0x80 : 0);
    packet.writeUInt16BE(encoding.seq & 0xffff, 2);
    packet.writeUInt32BE(timestampOf(encoding), 4);
    packet.writeUInt32BE(ssrc, 8);
    if (kind === 'video') {
      packet[12] = encoding.keyFrame ? NAL_SPS : NAL_SLICE;
      encoding.keyFrame = false;
    }
    encoding.seq += 1;
    encoding.packets += 1;
    encoding.bytes += payloadBytes;
    this.sent += 1;
    this.#socket.send(packet, this.#to.port, this.#to.ip);
  }

  #report(): void {
    if (this.paused) return;
    for (const encoding of this.#encodings) {
      if (encoding.packets === 0) continue;
      const report = Buffer.alloc(28);
      report[0] = 0x80;
      report[1] = 200;
      report.writeUInt16BE(6, 2);
      report.writeUInt32BE(encoding.ssrc, 4);
      const now = Date.now();
      report.writeUInt32BE((Math.floor(now / 1000) + NTP_OFFSET_S) >>> 0, 8);
      report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32) >>> 0, 12);
      report.writeUInt32BE(timestampOf(encoding), 16);
      report.writeUInt32BE(encoding.packets, 20);
      report.writeUInt32BE(encoding.bytes >>> 0, 24);
      this.#socket.send(report, this.#to.port, this.#to.ip);
    }
  }

  #takeFeedback(packet: Buffer): void {
    for (let at = 0; at + 12 <= packet.length; ) {
      const length = (packet.readUInt16BE(at + 2) + 1) * 4;
      const format = (packet[at] ?? 0) & 0x1f;
      if (packet[at + 1] === RTCP_PSFB && (format === PLI || format === FIR)) {
        const ssrc = packet.readUInt32BE(format === PLI ? at + 8 : at + 12);
        this.keyFrameRequests.set(ssrc, (this.keyFrameRequests.get(ssrc) ?? 0) + 1);
        for (const encoding of this.#encodings) if (encoding.ssrc === ssrc) encoding.keyFrame = true;
      }
      at += length;
    }
  }
}

type Playing = SourceEncoding & { seq: number; packets: number; bytes: number; keyFrame: boolean };

/** All encodings share one clock, so that their sender reports agree. */
const timestampOf = ({ kind }: Playing): number =>
  Math.floor((performance.now() / 1000) * (kind === 'video' ? 90_000 : 48_000)) >>> 0;
