import type { CameraMove } from '@nhipcau/contracts';

/**
 * VISCA over IP, as Sony publishes it ("VISCA Command List", SRG and BRC series): every message has a header of eight
 * bytes – type, length, sequence number, all big-endian – before the VISCA packet of the serial line.
 */
export const VISCA_PORT = 52_381;
const HEADER_BYTES = 8;
/** Longest VISCA packet. */
const MAX_PAYLOAD = 16;

const TYPE = {
  command: 0x0100,
  inquiry: 0x0110,
  reply: 0x0111,
  control: 0x0200,
  controlReply: 0x0201,
} as const;
export type ViscaType = keyof typeof TYPE;

export interface ViscaMessage {
  readonly type: ViscaType;
  readonly sequence: number;
  readonly payload: Buffer;
}

export function encode({ type, sequence, payload }: ViscaMessage): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(TYPE[type], 0);
  header.writeUInt16BE(payload.length, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  return Buffer.concat([header, payload]);
}

/** @returns null for what is no message of this protocol */
export function decode(datagram: Buffer): ViscaMessage | null {
  if (datagram.length <= HEADER_BYTES || datagram.length > HEADER_BYTES + MAX_PAYLOAD) return null;
  const code = datagram.readUInt16BE(0);
  const known = Object.entries(TYPE).find(([, value]) => value === code);
  if (!known || datagram.readUInt16BE(2) !== datagram.length - HEADER_BYTES) return null;
  const [type] = known as [ViscaType, number];
  return { type, sequence: datagram.readUInt32BE(4), payload: datagram.subarray(HEADER_BYTES) };
}

/** Sets both ends' sequence numbers to zero. */
export const RESET_SEQUENCE = Buffer.from([0x01]);

const packet = (...bytes: number[]): Buffer => Buffer.from([0x81, 0x01, ...bytes, 0xff]);

/** CAM_Memory Set: keeps the present position under a number. */
export const storePreset = (number: number): Buffer => packet(0x04, 0x3f, 0x01, number);
/** CAM_Memory Recall. */
export const recallPreset = (number: number): Buffer => packet(0x04, 0x3f, 0x02, number);

const PAN_SPEED = 0x08;
const TILT_SPEED = 0x06;
const way = (to: -1 | 0 | 1, back: number, forth: number): number =>
  to === 0 ? 0x03 : to < 0 ? back : forth;

/** Pan_tiltDrive: both directions at once; 03 03 stops. */
export const drive = ({ pan, tilt }: Pick<CameraMove, 'pan' | 'tilt'>): Buffer =>
  packet(0x06, 0x01, PAN_SPEED, TILT_SPEED, way(pan, 0x01, 0x02), way(tilt, 0x02, 0x01));

/** CAM_Zoom Tele and Wide (standard speed), or Stop. */
export const zoomTo = ({ zoom }: Pick<CameraMove, 'zoom'>): Buffer =>
  packet(0x04, 0x07, zoom === 0 ? 0x00 : zoom > 0 ? 0x02 : 0x03);

export type ViscaReply =
  | { readonly kind: 'ack' | 'completion' }
  | { readonly kind: 'error'; readonly code: number }
  | { readonly kind: 'unknown' };

/** What a camera says to a command: taken, done, or why not. */
export function replyOf(payload: Buffer): ViscaReply {
  const [address, word] = payload;
  if (address !== 0x90 || word === undefined || payload.at(-1) !== 0xff) return { kind: 'unknown' };
  switch (word & 0xf0) {
    case 0x40:
      return { kind: 'ack' };
    case 0x50:
      return { kind: 'completion' };
    case 0x60:
      return { kind: 'error', code: payload[2] ?? 0 };
    default:
      return { kind: 'unknown' };
  }
}
