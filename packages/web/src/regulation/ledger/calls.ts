import { LedgerPage, type MeetingId, MeetingLedger } from '@nhipcau/contracts';
import { callApi } from '../../api/http.ts';

export interface DeadlineFilter {
  readonly view: 'due' | 'all';
  readonly state?: string | undefined;
  readonly search?: string | undefined;
}

export function fetchDeadlines(
  { view, state, search }: DeadlineFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<LedgerPage> {
  const query = new URLSearchParams({ view, limit: '50' });
  if (state !== undefined) query.set('state', state);
  if (search !== undefined) query.set('search', search);
  if (cursor !== null) query.set('cursor', cursor);
  return callApi(`/deadlines?${query}`, { reply: LedgerPage, ...(signal ? { signal } : {}) });
}

export const fetchLedger = (meetingId: MeetingId, signal?: AbortSignal) =>
  callApi(`/deadlines/${encodeURIComponent(meetingId)}`, {
    reply: MeetingLedger,
    ...(signal ? { signal } : {}),
  });

export const reportDeadline = (meetingId: MeetingId, deadlineId: string, note: string | null) =>
  callApi(`/deadlines/${encodeURIComponent(meetingId)}/${deadlineId}/report`, {
    method: 'POST',
    body: { at: null, note },
    reply: MeetingLedger,
  });

export const waiveDeadline = (meetingId: MeetingId, deadlineId: string, reason: string) =>
  callApi(`/deadlines/${encodeURIComponent(meetingId)}/${deadlineId}/waive`, {
    method: 'POST',
    body: { reason },
    reply: MeetingLedger,
  });
