import { Rehearsal, type RehearsalAct } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const url = (meetingId: string) => `/rehearsals/${encodeURIComponent(meetingId)}`;

export const fetchRehearsal = (meetingId: string, { signal }: { readonly signal?: AbortSignal }) =>
  callApi(url(meetingId), { reply: Rehearsal, ...(signal ? { signal } : {}) });
export const openRehearsal = (meetingId: string) =>
  callApi(url(meetingId), { method: 'POST', reply: Rehearsal });
export const actOnRehearsal = (meetingId: string, act: RehearsalAct) =>
  callApi(`${url(meetingId)}/acts`, {
    method: 'POST',
    body: { key: crypto.randomUUID(), act },
    reply: Rehearsal,
  });
export const recordUrl = (meetingId: string, format: 'pdf' | 'docx') =>
  `/api${url(meetingId)}/record.${format}`;
