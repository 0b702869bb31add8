import {
  type ChangeRegistration,
  type MeetingId,
  RegistrationDetail,
  RegistrationPage,
  RegistrationTemplate,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export interface ListFilter {
  readonly view: 'mine' | 'inbox' | 'all';
  readonly state?: string | undefined;
  readonly search?: string | undefined;
}

export function fetchRegistrations(
  { view, state, search }: ListFilter,
  { cursor = null, limit = 50 }: { cursor?: string | null; limit?: number } = {},
  signal?: AbortSignal,
): Promise<RegistrationPage> {
  const query = new URLSearchParams({ view, limit: String(limit) });
  if (state) query.set('state', state);
  if (search) query.set('search', search);
  if (cursor !== null) query.set('cursor', cursor);
  return callApi(`/registrations?${query}`, { reply: RegistrationPage, ...(signal ? { signal } : {}) });
}

export const changeRegistration = (meetingId: MeetingId, body: ChangeRegistration) =>
  callApi(`/registrations/${encodeURIComponent(meetingId)}/data`, {
    method: 'POST',
    body,
    reply: RegistrationDetail,
  });

export const fetchTemplate = (from: string, signal?: AbortSignal) =>
  callApi(`/registrations/template?from=${encodeURIComponent(from)}`, {
    reply: RegistrationTemplate,
    ...(signal ? { signal } : {}),
  });
