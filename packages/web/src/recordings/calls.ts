import { type MeetingId, MeetingRecordings, RecordingLink } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const of = (meetingId: MeetingId) => `/recordings/${encodeURIComponent(meetingId)}`;

export const fetchRecordings = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(of(meetingId), { reply: MeetingRecordings, ...(signal ? { signal } : {}) });

export const renderFilm = (meetingId: MeetingId) =>
  callApi(`${of(meetingId)}/film`, { method: 'POST', reply: MeetingRecordings });

export const askLink = (meetingId: MeetingId, part: 'film' | 'audio') =>
  callApi(`${of(meetingId)}/links`, { method: 'POST', body: { part }, reply: RecordingLink });
