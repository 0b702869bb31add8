import {
  type ActOnRegistration,
  type CheckRegistration,
  type MeetingId,
  OrganisationList,
  ReceptionList,
  RegistrationChecked,
  type RegistrationData,
  RegistrationDetail,
  RegistrationPage,
  RegistrationRulesReply,
  SiteList,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export interface FileFilter {
  readonly view: 'inbox' | 'all';
  readonly search: string;
}

export function fetchFiles(
  { view, search }: FileFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<RegistrationPage> {
  const query = new URLSearchParams({ view, limit: '50' });
  if (search !== '') query.set('search', search);
  if (cursor !== null) query.set('cursor', cursor);
  return callApi(`/registrations?${query}`, { reply: RegistrationPage, ...(signal ? { signal } : {}) });
}

const fileUrl = (meetingId: string) => `/registrations/${encodeURIComponent(meetingId)}`;

export const fetchFile = (meetingId: string, signal?: AbortSignal) =>
  callApi(fileUrl(meetingId), { reply: RegistrationDetail, ...(signal ? { signal } : {}) });

export const checkFile = (body: CheckRegistration, signal?: AbortSignal) =>
  callApi('/registrations/check', {
    method: 'POST',
    body,
    reply: RegistrationChecked,
    ...(signal ? { signal } : {}),
  });

/** One step with a file, on the revision that was looked at. */
export const actOn = (
  meetingId: MeetingId,
  act: Pick<ActOnRegistration, 'revision' | 'act'> & Partial<ActOnRegistration>,
) =>
  callApi(`${fileUrl(meetingId)}/acts`, {
    method: 'POST',
    body: { reason: null, reception: null, displace: [], ...act },
    reply: RegistrationDetail,
  });

export const createFile = (data: RegistrationData) =>
  callApi('/registrations', { method: 'POST', body: { data }, reply: RegistrationDetail });

export const fetchFormRules = (signal?: AbortSignal) =>
  callApi('/registrations/rules', { reply: RegistrationRulesReply, ...(signal ? { signal } : {}) });

export const fetchReceptions = (from: number, to: number, signal?: AbortSignal) =>
  callApi(`/registrations/receptions?from=${from}&to=${to}`, {
    reply: ReceptionList,
    ...(signal ? { signal } : {}),
  });

export const fetchSites = (signal?: AbortSignal) =>
  callApi('/sites', { reply: SiteList, ...(signal ? { signal } : {}) });

export const fetchOrganisations = (signal?: AbortSignal) =>
  callApi('/organisations', { reply: OrganisationList, ...(signal ? { signal } : {}) });
