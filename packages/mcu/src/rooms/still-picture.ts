import { MAX_STILL_BASE64 } from '@nhipcau/contracts';

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_END = Buffer.from([0xff, 0xd9]);

/** Whether a still picture looks like a JPEG file (ITU-T T.81 annex B: SOI … EOI) of the allowed size. */
export function isStillPicture(jpegBase64: string): boolean {
  if (jpegBase64.length > MAX_STILL_BASE64) return false;
  const bytes = Buffer.from(jpegBase64, 'base64');
  return bytes.length > 100 && bytes.subarray(0, 3).equals(JPEG_START) && bytes.subarray(-2).equals(JPEG_END);
}
