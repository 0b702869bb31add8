import { type MeetingId, MeetingPapers, ReceivedPapers } from '@nhipcau/contracts';
import { fetchBytes } from '../api/bytes.ts';
import { callApi } from '../api/http.ts';

const UPLOAD_LIMIT_MS = 60_000;
const papersOf = (meetingId: MeetingId) => `/registrations/${encodeURIComponent(meetingId)}/papers`;
const linkedOf = (token: string) => `/acknowledgements/${encodeURIComponent(token)}/papers`;

export const fetchPapers = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(papersOf(meetingId), { reply: MeetingPapers, ...(signal ? { signal } : {}) });

export const uploadPaper = (meetingId: MeetingId, file: File) =>
  callApi(`${papersOf(meetingId)}?fileName=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    file,
    limitMs: UPLOAD_LIMIT_MS,
    reply: MeetingPapers,
  });

export const issuePapers = (meetingId: MeetingId) =>
  callApi(`${papersOf(meetingId)}/issue`, { method: 'POST', reply: MeetingPapers });

export const acknowledgePapers = (meetingId: MeetingId) =>
  callApi(`${papersOf(meetingId)}/received`, { method: 'POST', reply: MeetingPapers });

export const withdrawPaper = (meetingId: MeetingId, paperId: string) =>
  callApi(`${papersOf(meetingId)}/${paperId}`, { method: 'DELETE', reply: MeetingPapers });

export const fetchPaper = (meetingId: MeetingId, paperId: string) =>
  fetchBytes(`${papersOf(meetingId)}/${paperId}/content`);

export const fetchLinkedPapers = (token: string, signal?: AbortSignal) =>
  callApi(linkedOf(token), { reply: ReceivedPapers, ...(signal ? { signal } : {}) });

export const fetchLinkedPaper = (token: string, paperId: string) =>
  fetchBytes(`${linkedOf(token)}/${paperId}/content`);
