import { Ending, type EndingAct } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const url = (meetingId: string) => `/endings/${encodeURIComponent(meetingId)}`;

export const fetchEnding = (meetingId: string, { signal }: { readonly signal?: AbortSignal }) =>
  callApi(url(meetingId), { reply: Ending, ...(signal ? { signal } : {}) });
export const actOnEnding = (meetingId: string, act: EndingAct) =>
  callApi(`${url(meetingId)}/acts`, {
    method: 'POST',
    body: { key: crypto.randomUUID(), act },
    reply: Ending,
  });
export const reportUrl = (meetingId: string, format: 'pdf' | 'docx') =>
  `/api${url(meetingId)}/report.${format}`;
