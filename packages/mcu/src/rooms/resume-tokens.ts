import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ChamberId, MeetingId, NodeId, PersonalDeviceId, SeatId } from '@nhipcau/contracts';
import { z } from 'zod';

const ResumeClaims = z.strictObject({
  nodeId: NodeId,
  meetingId: MeetingId,
  seatId: SeatId,
  /** The ticket that opened the seat, as the seat counts them. */
  generation: z.int().min(1),
  /** The chamber a console watches. */
  chamberId: ChamberId.optional(),
  /** The device of somebody's own that took the seat. */
  deviceId: PersonalDeviceId.optional(),
});
export type ResumeClaims = z.infer<typeof ResumeClaims>;

const KEY_BYTES = 32;

/** Reads the node's key for resume tokens, or makes one: tokens survive a restart of the node. */
export function loadResumeKey(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(KEY_BYTES).toString('base64url'), { mode: 0o600 });
    renameSync(draft, file);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new Error(`resume key in ${file} has the wrong length`);
  return key;
}

/** Tokens with which an endpoint takes its own seat again: claims and their HMAC-SHA-256 (RFC 2104). */
export class ResumeTokens {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  issue(claims: ResumeClaims): string {
    const body = Buffer.from(JSON.stringify(claims), 'utf8').toString('base64url');
    return `${body}.${this.#sign(body).toString('base64url')}`;
  }

  /** Null for anything that was not issued with this key. */
  read(token: string): ResumeClaims | null {
    const [body, signature, ...rest] = token.split('.');
    if (!body || !signature || rest.length > 0) return null;
    const given = Buffer.from(signature, 'base64url');
    const right = this.#sign(body);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    try {
      const claims = ResumeClaims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
      return claims.success ? claims.data : null;
    } catch {
      return null; // Signed by us but not JSON: from another release.
    }
  }

  #sign(body: string): Buffer {
    return createHmac('sha256', this.#key).update('nhipcau-resume.').update(body).digest();
  }
}
