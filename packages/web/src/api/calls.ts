import {
  type MeetingId,
  MeetingList,
  type NodeId,
  type RequestRoomLink,
  RoomLinkIssued,
  RoomSessionOpened,
  SeatStanding,
  SessionInfo,
  type SignIn,
  SignInReply,
  type SiteId,
  TicketIssued,
  type TicketSeat,
} from '@nhipcau/contracts';
import { callApi } from './http.ts';

export const fetchSession = (signal?: AbortSignal) =>
  callApi('/session', { reply: SessionInfo, ...(signal ? { signal } : {}) });
export const signIn = (body: SignIn) => callApi('/session', { method: 'POST', body, reply: SignInReply });
export const signOut = () => callApi('/session', { method: 'DELETE', reply: null });

export const fetchMeetings = (signal?: AbortSignal) =>
  callApi('/meetings', { reply: MeetingList, ...(signal ? { signal } : {}) });

/** A seat's ticket; asked for by a signed-in person, or by a room device with its token. */
export const requestTicket = (
  meetingId: MeetingId,
  seat: TicketSeat,
  { token, unreachable }: { token?: string | undefined; unreachable?: NodeId | undefined } = {},
) =>
  callApi(`/meetings/${encodeURIComponent(meetingId)}/tickets`, {
    method: 'POST',
    body: { seat, ...(unreachable === undefined ? {} : { unreachable }) },
    reply: TicketIssued,
    token,
  });

/** @throws {ApiFailure} why the room would get no ticket, before anybody asks for one */
export const fetchStanding = (
  { meetingId, siteId }: { meetingId: MeetingId; siteId: SiteId },
  token: string,
) =>
  callApi(`/meetings/${encodeURIComponent(meetingId)}/sites/${encodeURIComponent(siteId)}/standing`, {
    reply: SeatStanding,
    token,
  });

/** One-time link that opens a site's room on some device. */
export const requestRoomLink = (body: RequestRoomLink) =>
  callApi('/room-links', { method: 'POST', body, reply: RoomLinkIssued });

export const openRoomSession = (link: string) =>
  callApi('/room-sessions', { method: 'POST', body: { link }, reply: RoomSessionOpened });

export const stillUrl = (meetingId: MeetingId, siteId: SiteId, version: number) =>
  `/api/meetings/${encodeURIComponent(meetingId)}/stills/${encodeURIComponent(siteId)}?v=${version}`;
