import { createHmac } from 'node:crypto';
import type { IceServer } from '@nhipcau/contracts';

/** TURN servers that rooms of a node may use, and the secret shared with them. */
export interface TurnSettings {
  readonly urls: readonly string[];
  readonly secret: string;
}

/** Long enough to connect and to connect again; an allocation that stands outlives it. */
export const TURN_CREDENTIALS_S = 3_600;

/**
 * What a room is told of TURN servers: a name with the instant of its end, and the HMAC-SHA-1 of that name with the shared
 * secret as its password (coturn: `use-auth-secret`). Whoever took it from a room can relay for an hour, to nodes alone.
 *
 * @param now - epoch milliseconds
 */
export function turnServersFor(turn: TurnSettings | null, seatId: string, now: number): IceServer[] {
  if (turn === null) return [];
  const username = `${Math.floor(now / 1000) + TURN_CREDENTIALS_S}:${seatId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}
