import {
  type BookLocalUse,
  CapacityReport,
  type ChangeRegistration,
  FeedCreated,
  FeedList,
  type FeedScope,
  LocalUse,
  LocalUseList,
  type MeetingId,
  type MoveWave,
  PublicCalendar,
  RegistrationChecked,
  type RegistrationData,
  RegistrationDetail,
  RoomList,
  SchedulePage,
  type ScheduleQuery,
  type SetCapacity,
  type SiteId,
  WavePlanList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

type Asked = Pick<ScheduleQuery, 'from' | 'to' | 'rows'> &
  Partial<Pick<ScheduleQuery, 'search' | 'level' | 'busy'>>;

const queryOf = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(key, String(value));
  return query.toString();
};

export const fetchSchedule = (asked: Asked, signal: AbortSignal) =>
  callApi(`/schedule?${queryOf(asked)}`, { reply: SchedulePage, signal });
export const fetchCapacity = (from: number, to: number, signal: AbortSignal) =>
  callApi(`/schedule/capacity?${queryOf({ from, to })}`, { reply: CapacityReport, signal });
export const fetchPublicCalendar = (from: number, to: number, signal: AbortSignal) =>
  callApi(`/public-calendar?${queryOf({ from, to })}`, { reply: PublicCalendar, signal });

const file = (meetingId: MeetingId) => `/registrations/${encodeURIComponent(meetingId)}`;
export const fetchFile = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(file(meetingId), { reply: RegistrationDetail, ...(signal ? { signal } : {}) });
export const checkFile = (meetingId: MeetingId, data: RegistrationData, signal: AbortSignal) =>
  callApi('/registrations/check', {
    method: 'POST',
    body: { meetingId, data, reception: null },
    reply: RegistrationChecked,
    signal,
  });
export const changeFile = (meetingId: MeetingId, body: ChangeRegistration) =>
  callApi(`${file(meetingId)}/data`, { method: 'POST', body, reply: RegistrationDetail });

const Done = z.strictObject({ done: z.literal(true) });

export const fetchLocalUses = (from: number, to: number, signal: AbortSignal) =>
  callApi(`/schedule/local-uses?${queryOf({ from, to })}`, { reply: LocalUseList, signal });
export const bookLocalUse = (body: BookLocalUse) =>
  callApi('/schedule/local-uses', { method: 'POST', body, reply: LocalUse });
export const releaseLocalUse = (localUseId: string) =>
  callApi(`/schedule/local-uses/${localUseId}`, { method: 'DELETE', reply: Done });
export const fetchRoomsOf = (site: SiteId, signal: AbortSignal) =>
  callApi(`/directory/rooms?${queryOf({ site })}`, { reply: RoomList, signal });

export const setCapacity = (body: SetCapacity) =>
  callApi('/schedule/capacity', { method: 'POST', body, reply: Done });

export const fetchFeeds = (signal: AbortSignal) => callApi('/schedule/feeds', { reply: FeedList, signal });
export const createFeed = (scope: FeedScope) =>
  callApi('/schedule/feeds', { method: 'POST', body: { scope }, reply: FeedCreated });
export const revokeFeed = (feedId: string) =>
  callApi(`/schedule/feeds/${feedId}`, { method: 'DELETE', reply: Done });

export const fetchWaves = (signal: AbortSignal) =>
  callApi('/schedule/waves', { reply: WavePlanList, signal });
export const moveWave = (meetingId: MeetingId, body: MoveWave) =>
  callApi(`/schedule/meetings/${encodeURIComponent(meetingId)}/waves`, {
    method: 'POST',
    body,
    reply: WavePlanList,
  });
