import { AuditPage, AuditVerified } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';
import type { AuditSearch } from './page-search.ts';

/** The filter as the server takes it. */
export function filterWords({ tim, ai, viec, kq, hop, tu, den }: AuditSearch): URLSearchParams {
  const words = new URLSearchParams();
  const given = { text: tim, actorId: ai, action: viec, outcome: kq, meetingId: hop, from: tu, to: den };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) words.set(name, `${value}`);
  return words;
}

export function fetchAudit(search: AuditSearch, before: number | null, signal: AbortSignal) {
  const words = filterWords(search);
  words.set('limit', '50');
  if (before !== null) words.set('before', `${before}`);
  return callApi(`/audit?${words}`, { reply: AuditPage, signal });
}

export const verifyAudit = () => callApi('/audit/verify', { method: 'POST', body: {}, reply: AuditVerified });
