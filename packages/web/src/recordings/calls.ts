import {
  AccessRequests,
  type AnswerHandover,
  type AskAccess,
  type DecideAccess,
  type GiveHandover,
  MeetingHandover,
  type MeetingId,
  MeetingRecordings,
  RecordingLink,
  RecordingList,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const of = (meetingId: MeetingId) => `/recordings/${encodeURIComponent(meetingId)}`;
const signalled = (signal?: AbortSignal) => (signal ? { signal } : {});
const key = () => crypto.randomUUID();

export const fetchRecordings = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(of(meetingId), { reply: MeetingRecordings, ...signalled(signal) });

export const fetchRecordingList = (search: string | undefined, signal?: AbortSignal) =>
  callApi(`/recordings${search ? `?search=${encodeURIComponent(search)}` : ''}`, {
    reply: RecordingList,
    ...signalled(signal),
  });

export const renderFilm = (meetingId: MeetingId) =>
  callApi(`${of(meetingId)}/film`, { method: 'POST', reply: MeetingRecordings });

export const askLink = (meetingId: MeetingId, part: 'film' | 'audio') =>
  callApi(`${of(meetingId)}/links`, { method: 'POST', body: { part }, reply: RecordingLink });

export const fetchHandover = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`${of(meetingId)}/handover`, { reply: MeetingHandover, ...signalled(signal) });

export const giveHandover = (meetingId: MeetingId, body: Omit<GiveHandover, 'key'>) =>
  callApi(`${of(meetingId)}/handover`, {
    method: 'POST',
    body: { key: key(), ...body },
    reply: MeetingHandover,
  });

export const answerHandover = (handoverId: string, body: AnswerHandover) =>
  callApi(`/recording-handovers/${handoverId}/answer`, { method: 'POST', body, reply: MeetingHandover });

export const sheetUrl = (handoverId: string, format: 'docx' | 'pdf') =>
  `/api/recording-handovers/${handoverId}/sheet.${format}`;
export const checksumsUrl = (meetingId: MeetingId) => `/api${of(meetingId)}/checksums`;

export const fetchRequests = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`${of(meetingId)}/requests`, { reply: AccessRequests, ...signalled(signal) });

export const askAccess = (meetingId: MeetingId, body: Omit<AskAccess, 'key'>) =>
  callApi(`${of(meetingId)}/requests`, {
    method: 'POST',
    body: { key: key(), ...body },
    reply: AccessRequests,
  });

export const decideAccess = (requestId: string, body: DecideAccess) =>
  callApi(`/recording-requests/${requestId}/decision`, { method: 'POST', body, reply: AccessRequests });

export const askGrantedLink = (requestId: string) =>
  callApi(`/recording-requests/${requestId}/links`, { method: 'POST', reply: RecordingLink });
