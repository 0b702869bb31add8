import { RoomSessionOpened } from '@nhipcau/contracts';
import type { z } from 'zod';
import { openRoomSession } from '../../api/calls.ts';

/** What the server gave this device. */
export type RoomSession = z.infer<typeof RoomSessionOpened>;

const STORED = 'nhipcau.room';

/** The room this tab is, as opened by a link; one browser can be many rooms in tabs. */
export function storedRoom(): RoomSession | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    const parsed = RoomSessionOpened.safeParse(stored);
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // A damaged note: the operator opens the room again.
  }
}

/** This tab is this room from now on. */
export const keepRoom = (session: RoomSession): void =>
  sessionStorage.setItem(STORED, JSON.stringify(session));

/**
 * Turns the link's secret into the room's own token, once; a reload finds the token again.
 *
 * @throws {ApiFailure} ROOM_LINK_INVALID when the link was used before or is too old
 */
export async function enterByLink(secret: string): Promise<RoomSession> {
  const session = await openRoomSession(secret);
  keepRoom(session);
  // The secret must stay neither in the address bar nor in the history.
  history.replaceState(null, '', globalThis.location.pathname + globalThis.location.search);
  return session;
}
