import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One access unit, cut into RTP payloads. */
export interface Frame {
  readonly payloads: readonly Buffer[];
  readonly isKey: boolean;
}

/** What a source sends, once through; its end joins its beginning. */
export interface Recording {
  readonly frames: readonly Frame[];
  readonly frameMs: number;
  readonly clockRate: number;
}

/** Payload that fits every path with its headers, encryption and tunnels. */
const MAX_PAYLOAD_BYTES = 1_180;
const CAMERA_FRAME_MS = 40;
const VOICE_FRAME_MS = 20;
/** NAL unit types (ITU-T H.264 table 7-1) and fragments (RFC 6184 section 5.8). */
const nal = { slice: 1, keySlice: 5, sps: 7, fragment: 28 } as const;

const typeOf = (unit: Buffer): number => (unit[0] ?? 0) & 0x1f;
const isSlice = (unit: Buffer): boolean => typeOf(unit) === nal.slice || typeOf(unit) === nal.keySlice;

/** NAL units of a byte stream (H.264 annex B). */
function unitsOf(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const code = Buffer.from([0, 0, 1]);
  for (let at = stream.indexOf(code); at >= 0; ) {
    const next = stream.indexOf(code, at + 3);
    let end = next < 0 ? stream.length : next;
    while (end > at + 3 && stream[end - 1] === 0) end -= 1;
    units.push(stream.subarray(at + 3, end));
    at = next;
  }
  return units;
}

/** RTP payloads of one unit: itself, or fragments FU-A. */
function payloadsOf(unit: Buffer): Buffer[] {
  if (unit.length <= MAX_PAYLOAD_BYTES) return [unit];
  const head = unit.readUInt8(0);
  const payloads: Buffer[] = [];
  for (let at = 1; at < unit.length; at += MAX_PAYLOAD_BYTES - 2) {
    const end = Math.min(unit.length, at + MAX_PAYLOAD_BYTES - 2);
    const place = (at === 1 ? 0x80 : 0) | (end === unit.length ? 0x40 : 0);
    const prefix = Buffer.from([(head & 0xe0) | nal.fragment, place | (head & 0x1f)]);
    payloads.push(Buffer.concat([prefix, unit.subarray(at, end)]));
  }
  return payloads;
}

/** @param stream - H.264 with one slice for each picture, beginning with a key frame */
export function h264Frames(stream: Buffer): Frame[] {
  const frames: { payloads: Buffer[]; isKey: boolean; hasSlice: boolean }[] = [];
  for (const unit of unitsOf(stream)) {
    const last = frames.at(-1);
    const begins = !last || last.hasSlice;
    const frame = begins ? { payloads: [], isKey: false, hasSlice: false } : last;
    if (begins) frames.push(frame);
    frame.payloads.push(...payloadsOf(unit));
    frame.hasSlice ||= isSlice(unit);
    frame.isKey ||= typeOf(unit) === nal.keySlice;
  }
  return frames.filter(({ hasSlice }) => hasSlice);
}

/** Packets of an Ogg file (RFC 3533) that is one Opus stream, without its two headers (RFC 7845). */
export function opusFrames(file: Buffer): Frame[] {
  const packets: Buffer[] = [];
  let open: Buffer[] = [];
  for (let at = 0; at + 27 <= file.length && file.toString('latin1', at, at + 4) === 'OggS'; ) {
    const segments = file.readUInt8(at + 26);
    let from = at + 27 + segments;
    for (let index = 0; index < segments; index += 1) {
      const size = file.readUInt8(at + 27 + index);
      open.push(file.subarray(from, from + size));
      from += size;
      if (size === 255) continue;
      packets.push(Buffer.concat(open));
      open = [];
    }
    at = from;
  }
  return packets.slice(2).map((packet) => ({ payloads: [packet], isKey: true }));
}

const FOLDER = join(import.meta.dirname, '../../../data/load');

export interface Recordings {
  readonly low: Recording;
  readonly high: Recording;
  readonly voice: Recording;
}

/** The encodings that every simulated room sends: 180p, 720p, and a voice. */
export function readRecordings(): Recordings {
  const camera = (name: string): Recording => ({
    frames: h264Frames(readFileSync(join(FOLDER, name))),
    frameMs: CAMERA_FRAME_MS,
    clockRate: 90_000,
  });
  return {
    low: camera('camera-low.h264'),
    high: camera('camera-high.h264'),
    voice: {
      frames: opusFrames(readFileSync(join(FOLDER, 'voice.ogg'))),
      frameMs: VOICE_FRAME_MS,
      clockRate: 48_000,
    },
  };
}
