import {
  AccessRequests,
  type AnswerHandover,
  type AskAccess,
  type DecideAccess,
  type DecideDeletion,
  type GiveHandover,
  type HoldRecording,
  MeetingHandover,
  type MeetingId,
  MeetingRecordings,
  RecordingCopies,
  RecordingDeletions,
  RecordingKeeping,
  RecordingLink,
  RecordingList,
  type SiteId,
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

/** The one of a meeting, however many there are; null when nothing of it was recorded or none of it may be known. */
export const fetchRecorded = async (meetingId: MeetingId, signal?: AbortSignal) =>
  (
    await callApi(`/recordings?meetingId=${encodeURIComponent(meetingId)}`, {
      reply: RecordingList,
      ...signalled(signal),
    })
  ).recordings[0] ?? null;

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

export const fetchCopies = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`${of(meetingId)}/copies`, { reply: RecordingCopies, ...signalled(signal) });

export const askCopy = (meetingId: MeetingId, siteId: SiteId | null) =>
  callApi(`${of(meetingId)}/copies`, {
    method: 'POST',
    body: { key: key(), siteId },
    reply: RecordingCopies,
  });

export const askGrantedCopy = (requestId: string) =>
  callApi(`/recording-requests/${requestId}/copies`, { method: 'POST', reply: RecordingCopies });

export const askCopyLink = (copyId: string) =>
  callApi(`/recording-copies/${copyId}/links`, { method: 'POST', reply: RecordingLink });

export const fetchKeeping = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`${of(meetingId)}/keeping`, { reply: RecordingKeeping, ...signalled(signal) });

export const holdRecording = (meetingId: MeetingId, body: HoldRecording) =>
  callApi(`${of(meetingId)}/hold`, { method: 'POST', body, reply: RecordingKeeping });

export const fetchDeletions = (signal?: AbortSignal) =>
  callApi('/recording-deletions', { reply: RecordingDeletions, ...signalled(signal) });

export const decideDeletion = (deletionId: string, body: DecideDeletion) =>
  callApi(`/recording-deletions/${deletionId}/decision`, {
    method: 'POST',
    body,
    reply: RecordingDeletions,
  });
