import {
  type AskUpper,
  ExternalSystems,
  MeetingExternals,
  type MeetingId,
  type RegisterExternal,
  type WriteConsent,
} from '@nhipcau/contracts';
import { fetchBytes } from '../api/bytes.ts';
import { callApi } from '../api/http.ts';

const UPLOAD_LIMIT_MS = 60_000;
type Signal = { readonly signal?: AbortSignal };
const act = (path: string, body: unknown = {}) => callApi(path, { method: 'POST', body, reply: null });
const named = (id: string) => encodeURIComponent(id);

export const fetchSystems = ({ signal }: Signal) =>
  callApi('/external-systems', { reply: ExternalSystems, ...(signal ? { signal } : {}) });
/** @param systemId - null: a new one */
export const saveSystem = (systemId: string | null, body: RegisterExternal) =>
  act(systemId === null ? '/external-systems' : `/external-systems/${named(systemId)}`, body);
export const closeSystem = (systemId: string) => act(`/external-systems/${named(systemId)}/close`);

const ofMeeting = (meetingId: MeetingId) => `/meetings/${named(meetingId)}`;
const ofConsent = (meetingId: MeetingId, consentId: string) =>
  `${ofMeeting(meetingId)}/consents/${named(consentId)}`;
const ofAsk = (meetingId: MeetingId, requestId: string) => `${ofMeeting(meetingId)}/asks/${named(requestId)}`;

export const fetchExternals = (meetingId: MeetingId, { signal }: Signal) =>
  callApi(`${ofMeeting(meetingId)}/externals`, { reply: MeetingExternals, ...(signal ? { signal } : {}) });
export const writeConsent = (meetingId: MeetingId, body: WriteConsent) =>
  act(`${ofMeeting(meetingId)}/consents`, body);
export const attachPaper = (meetingId: MeetingId, consentId: string, file: File) =>
  callApi(`${ofConsent(meetingId, consentId)}/paper?fileName=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    file,
    limitMs: UPLOAD_LIMIT_MS,
    reply: null,
  });
export const fetchConsentPaper = (meetingId: MeetingId, consentId: string) =>
  fetchBytes(`${ofConsent(meetingId, consentId)}/paper`);
export const withdrawConsent = (meetingId: MeetingId, consentId: string, reason: string) =>
  act(`${ofConsent(meetingId, consentId)}/withdraw`, { reason });
export const askUpper = (meetingId: MeetingId, body: AskUpper) => act(`${ofMeeting(meetingId)}/asks`, body);
export const takeAskBack = (meetingId: MeetingId, requestId: string) =>
  act(`${ofAsk(meetingId, requestId)}/withdraw`);
export const approveAsk = (meetingId: MeetingId, requestId: string) =>
  act(`${ofAsk(meetingId, requestId)}/approve`);
export const refuseAsk = (meetingId: MeetingId, requestId: string, reason: string) =>
  act(`${ofAsk(meetingId, requestId)}/refuse`, { reason });
