import {
  type ApproveMeans,
  type CloseWeakness,
  type EnableEndpointKind,
  type EndpointKind,
  EndpointKinds,
  type HandleSecurityEvent,
  type HandleViolation,
  type MeetingId,
  type PlanRemedy,
  type RecordReview,
  type ReportViolation,
  SecretMeans,
  SecurityEventList,
  SecurityReviewList,
  type SiteId,
  ViolationList,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

type Signal = { readonly signal?: AbortSignal };
const act = (path: string, body: unknown) => callApi(path, { method: 'POST', body, reply: null });
const named = (id: string) => encodeURIComponent(id);

export const fetchReviews = ({ signal }: Signal) =>
  callApi('/security-reviews', { reply: SecurityReviewList, ...(signal ? { signal } : {}) });
export const recordReview = (body: RecordReview) => act('/security-reviews', body);
export const planRemedy = (id: string, body: PlanRemedy) =>
  act(`/security-weaknesses/${named(id)}/plan`, body);
export const closeWeakness = (id: string, body: CloseWeakness) =>
  act(`/security-weaknesses/${named(id)}/close`, body);

export const fetchViolations = ({ signal }: Signal) =>
  callApi('/violations', { reply: ViolationList, ...(signal ? { signal } : {}) });
export const reportViolation = (body: ReportViolation) => act('/violations', body);
export const handleViolation = (id: string, body: HandleViolation) =>
  act(`/violations/${named(id)}/handling`, body);

export const fetchSecurityEvents = ({ signal }: Signal) =>
  callApi('/security-events', { reply: SecurityEventList, ...(signal ? { signal } : {}) });
export const handleSecurityEvent = (id: string, body: HandleSecurityEvent) =>
  act(`/security-events/${named(id)}/handling`, body);

export const fetchEndpointKinds = ({ signal }: Signal) =>
  callApi('/endpoint-kinds', { reply: EndpointKinds, ...(signal ? { signal } : {}) });
export const enableEndpointKind = (kind: EndpointKind, body: EnableEndpointKind) =>
  act(`/endpoint-kinds/${kind}`, body);

const means = (meetingId: MeetingId) => `/registrations/${named(meetingId)}/secret-means`;
export const fetchSecretMeans = (meetingId: MeetingId, { signal }: Signal) =>
  callApi(means(meetingId), { reply: SecretMeans, ...(signal ? { signal } : {}) });
export const approveMeans = (meetingId: MeetingId, body: ApproveMeans) => act(means(meetingId), body);
export const withdrawMeans = (meetingId: MeetingId, siteId: SiteId, reason: string) =>
  act(`${means(meetingId)}/${named(siteId)}/withdrawal`, { reason });
