import {
  CalendarDaySet,
  CalendarYear,
  type LocalityCode,
  type MeetingId,
  type PreviewTimetable,
  RegulationList,
  RegulationReply,
  type SetCalendarDay,
  Timetable,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const withSignal = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export const fetchRegulations = (signal?: AbortSignal) =>
  callApi('/regulations', { reply: RegulationList, ...withSignal(signal) });
export const fetchRegulation = (locality: LocalityCode, signal?: AbortSignal, version?: number) =>
  callApi(`/regulations/${locality}${version === undefined ? '' : `?version=${version}`}`, {
    reply: RegulationReply,
    ...withSignal(signal),
  });
export const previewTimetable = (locality: LocalityCode, body: PreviewTimetable, signal?: AbortSignal) =>
  callApi(`/regulations/${locality}/timetable`, {
    method: 'POST',
    body,
    reply: Timetable,
    ...withSignal(signal),
  });
export const fetchTimetable = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`/meetings/${encodeURIComponent(meetingId)}/timetable`, {
    reply: Timetable,
    ...withSignal(signal),
  });
export const fetchCalendar = (year: number, locality: LocalityCode, signal?: AbortSignal) =>
  callApi(`/calendar/${year}?locality=${locality}`, { reply: CalendarYear, ...withSignal(signal) });
export const setCalendarDay = (body: SetCalendarDay) =>
  callApi('/calendar/days', { method: 'POST', body, reply: CalendarDaySet });
