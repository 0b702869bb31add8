import { randomInt } from 'node:crypto';
import type { SenderWanted } from '@nhipcau/contracts';
import type { Recordings } from './recording.ts';
import { type RtpLine, RtpTrack } from './rtp-track.ts';

const VIDEO_PAYLOAD = 102;
const AUDIO_PAYLOAD = 111;
const TICK_MS = 10;
const REPORT_EVERY_MS = 500;
const NOTHING: SenderWanted = { camera: null, mic: false, content: false, talk: false, stillEveryMs: 0 };

/** Payload-specific feedback and its formats (RFC 4585 section 6.3, RFC 5104 section 4.3.1). */
const PSFB = 206;
const PLI = 1;
const FIR = 4;

/**
 * What a room sends: a camera in two encodings and a microphone, each only while the node wants it. Key frame requests
 * are answered at once.
 */
export class RoomSender {
  readonly low: RtpTrack;
  readonly high: RtpTrack;
  readonly mic: RtpTrack;
  readonly #line: () => RtpLine | null;
  readonly #timers: NodeJS.Timeout[];
  readonly #onlyLow: boolean;
  #wanted: SenderWanted = NOTHING;
  /** Every request for a key frame, and of which encoding. */
  readonly keyFramesAsked: { readonly ssrc: number; readonly at: number }[] = [];

  /** @param onlyLow - the camera of a thin line: it has no large encoding */
  constructor(recordings: Recordings, line: () => RtpLine | null, { onlyLow = false } = {}) {
    this.#onlyLow = onlyLow;
    const ssrc = randomInt(1, 0x7fff_ff00);
    this.low = new RtpTrack({ ssrc, payloadType: VIDEO_PAYLOAD, recording: recordings.low });
    this.high = new RtpTrack({ ssrc: ssrc + 1, payloadType: VIDEO_PAYLOAD, recording: recordings.high });
    this.mic = new RtpTrack({ ssrc: ssrc + 2, payloadType: AUDIO_PAYLOAD, recording: recordings.voice });
    this.#line = line;
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS),
      setInterval(() => this.#report(), REPORT_EVERY_MS),
    ];
  }

  get cameraParameters(): Record<string, unknown> {
    return {
      codecs: [
        {
          mimeType: 'video/H264',
          payloadType: VIDEO_PAYLOAD,
          clockRate: 90_000,
          parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
          rtcpFeedback: [
            { type: 'nack' },
            { type: 'nack', parameter: 'pli' },
            { type: 'ccm', parameter: 'fir' },
          ],
        },
      ],
      encodings: this.#onlyLow
        ? [{ ssrc: this.low.ssrc }]
        : [{ ssrc: this.low.ssrc }, { ssrc: this.high.ssrc }],
      rtcp: { cname: `load-${this.low.ssrc}` },
    };
  }

  get micParameters(): Record<string, unknown> {
    return {
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: AUDIO_PAYLOAD,
          clockRate: 48_000,
          channels: 2,
          parameters: {},
        },
      ],
      encodings: [{ ssrc: this.mic.ssrc }],
      rtcp: { cname: `load-${this.low.ssrc}` },
    };
  }

  want(wanted: SenderWanted): void {
    this.#wanted = wanted;
    this.#tick();
  }

  takeRtcp(packet: Buffer): void {
    for (let at = 0; at + 12 <= packet.length; ) {
      const format = packet.readUInt8(at) & 0x1f;
      const end = at + (packet.readUInt16BE(at + 2) + 1) * 4;
      if (
        packet.readUInt8(at + 1) === PSFB &&
        (format === PLI || (format === FIR && at + 16 <= packet.length))
      ) {
        const ssrc = packet.readUInt32BE(format === PLI ? at + 8 : at + 12);
        this.keyFramesAsked.push({ ssrc, at: performance.now() });
        for (const track of [this.low, this.high]) if (track.ssrc === ssrc) track.showKeyFrame();
      }
      at = end;
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #tick(): void {
    const line = this.#line();
    if (line === null) return;
    const now = performance.now();
    const { camera, mic } = this.#wanted;
    const playing = [
      [this.low, camera !== null],
      [this.high, camera === 'high' && !this.#onlyLow],
      [this.mic, mic],
    ] as const;
    for (const [track, isWanted] of playing) {
      if (!isWanted) track.stop();
      else {
        track.play(now);
        track.tick(line, now);
      }
    }
  }

  #report(): void {
    const line = this.#line();
    if (line === null) return;
    const now = performance.now();
    for (const track of [this.low, this.high, this.mic]) track.report(line, now);
  }
}
