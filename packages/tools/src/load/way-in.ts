import {
  type MeetingId,
  type NodeId,
  RoomSessionOpened,
  type SiteId,
  TicketIssued,
} from '@nhipcau/contracts';
import { requestRoomLink, type SignedIn } from '../headless-room/console-line.ts';
import type { WayIn } from './load-room.ts';

const HTTP_TIMEOUT_MS = 20_000;
/** An installation that has had enough for a minute says so; whoever prepares a crowd has the patience. */
const PATIENCE_MS = 90_000;
const AGAIN_MS = 1_000;

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  for (
    const end = Date.now() + PATIENCE_MS;
    ;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  ) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
    });
    const reply: unknown = await response.json();
    if (response.ok) return reply;
    if (response.status !== 429 || Date.now() > end)
      throw new Error(`${new URL(url).pathname}: ${JSON.stringify(reply)}`);
  }
}

/**
 * Makes a device of its own for a site's room, as an operator does: a one-time link, exchanged for a token.
 *
 * @returns gives a new ticket each time, as a terminal asks for one
 */
export async function openDevice(
  operator: SignedIn,
  meetingId: MeetingId,
  siteId: SiteId,
): Promise<(unreachable?: NodeId) => Promise<WayIn>> {
  const link = (await requestRoomLink(operator, meetingId, siteId)).replace(/^[^#]*#/, '');
  const { token } = RoomSessionOpened.parse(await post(`${operator.url}/api/room-sessions`, { link }));
  return async (unreachable) =>
    TicketIssued.parse(
      await post(
        `${operator.url}/api/meetings/${encodeURIComponent(meetingId)}/tickets`,
        { seat: { kind: 'site', siteId }, ...(unreachable === undefined ? {} : { unreachable }) },
        { authorization: `Bearer ${token}` },
      ),
    );
}
