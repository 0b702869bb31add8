import {
  type AgreePlan,
  type ApproveScript,
  type CheckAnswer,
  ConnectionPlan,
  McuSheet,
  MeetingScript,
  type OrderRetest,
  PreparationList,
  ReadinessBoard,
  type RoomConfiguration,
  type SavePlan,
  type SaveScript,
  SiteCheckSheet,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const id = encodeURIComponent;
const siteUrl = (meetingId: string, siteId: string) => `/preparation/${id(meetingId)}/sites/${id(siteId)}`;
type Signal = { readonly signal?: AbortSignal };

export const fetchPreparation = ({ signal }: Signal) =>
  callApi('/preparation', { reply: PreparationList, ...(signal ? { signal } : {}) });
export const fetchBoard = (meetingId: string, { signal }: Signal) =>
  callApi(`/preparation/${id(meetingId)}/board`, { reply: ReadinessBoard, ...(signal ? { signal } : {}) });
export const fetchSheet = (meetingId: string, siteId: string, token?: string) =>
  callApi(siteUrl(meetingId, siteId), { reply: SiteCheckSheet, token });
export const sendAnswers = (
  { meetingId, siteId, token }: { meetingId: string; siteId: string; token?: string | undefined },
  answers: readonly CheckAnswer[],
  configuration: RoomConfiguration | null = null,
) =>
  callApi(`${siteUrl(meetingId, siteId)}/answers`, {
    method: 'POST',
    body: { answers, configuration },
    reply: SiteCheckSheet,
    token,
  });
export const orderRetest = (meetingId: string, siteId: string, body: OrderRetest) =>
  callApi(`${siteUrl(meetingId, siteId)}/retests`, { method: 'POST', body, reply: SiteCheckSheet });
export const overrideClearance = (meetingId: string, organisationId: string, reason: string) =>
  callApi(`/preparation/${id(meetingId)}/areas/${id(organisationId)}/clearance`, {
    method: 'POST',
    body: { reason },
    reply: ReadinessBoard,
  });

const scriptUrl = (meetingId: string) => `/preparation/${id(meetingId)}/script`;
export const fetchScript = (meetingId: string) => callApi(scriptUrl(meetingId), { reply: MeetingScript });
export const saveScript = (meetingId: string, body: SaveScript) =>
  callApi(scriptUrl(meetingId), { method: 'POST', body, reply: MeetingScript });
export const approveScript = (meetingId: string, body: ApproveScript) =>
  callApi(`${scriptUrl(meetingId)}/approval`, { method: 'POST', body, reply: MeetingScript });

const planUrl = (meetingId: string) => `/preparation/${id(meetingId)}/plan`;
export const fetchPlan = (meetingId: string) => callApi(planUrl(meetingId), { reply: ConnectionPlan });
export const savePlan = (meetingId: string, body: SavePlan) =>
  callApi(planUrl(meetingId), { method: 'POST', body, reply: ConnectionPlan });
export const agreePlan = (meetingId: string, organisationId: string, body: AgreePlan) =>
  callApi(`${planUrl(meetingId)}/agreements/${id(organisationId)}`, {
    method: 'POST',
    body,
    reply: ConnectionPlan,
  });
export const fileSheet = (body: McuSheet) =>
  callApi('/preparation/mcu-sheets', { method: 'POST', body, reply: McuSheet });
