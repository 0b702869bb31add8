import {
  type CaseAct,
  type CaseId,
  CaseId as CaseIds,
  CaseList,
  type CloseCases,
  DevicesLeftOn,
  OpenCases,
  type ReportFault,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

const id = encodeURIComponent;
type Signal = { readonly signal?: AbortSignal };

export const fetchCases = (meetingId: string, { signal }: Signal) =>
  callApi(`/meetings/${id(meetingId)}/incident-cases`, { reply: CaseList, ...(signal ? { signal } : {}) });
export const fetchOpenCases = ({ signal }: Signal) =>
  callApi('/incident-cases', { reply: OpenCases, ...(signal ? { signal } : {}) });
export const fetchLeftOn = ({ signal }: Signal) =>
  callApi('/devices-left-on', { reply: DevicesLeftOn, ...(signal ? { signal } : {}) });
export const actOnCase = (caseId: CaseId, act: CaseAct) =>
  callApi(`/incident-cases/${id(caseId)}/acts`, {
    method: 'POST',
    body: { key: crypto.randomUUID(), act },
    reply: null,
  });
export const closeCases = (body: CloseCases) =>
  callApi('/incident-cases/closing', { method: 'POST', body, reply: null });
export const reportFault = (meetingId: string, body: Omit<ReportFault, 'key'>) =>
  callApi(`/meetings/${id(meetingId)}/incident-cases`, {
    method: 'POST',
    body: { key: crypto.randomUUID(), ...body },
    reply: z.strictObject({ caseId: CaseIds }),
  });
