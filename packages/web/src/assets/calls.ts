import {
  type AskForAsset,
  AssetDetail,
  AssetList,
  AssetRequestList,
  AssetReview,
  CaseSpares,
  type ChangeAsset,
  type CloseFinding,
  type DecideRequest,
  FallbackList,
  type FileFallback,
  type FileReview,
  type FileSheet,
  HandoverList,
  InspectionList,
  LineList,
  type MoveAsset,
  type OpenHandover,
  OverdueUpkeep,
  type PlaceAsset,
  type PlanUpkeepCost,
  type RecordInspection,
  type RecordLine,
  type RecordUpkeep,
  type RecordVerdict,
  type RegisterAsset,
  type ReturnSpare,
  type SignHandover,
  SiteAudio,
  SiteList,
  UpkeepList,
} from '@nhipcau/contracts';
import type { z } from 'zod';
import { callApi } from '../api/http.ts';

type Signal = { readonly signal?: AbortSignal };
const get = <S extends z.ZodType>(path: string, reply: S, { signal }: Signal) =>
  callApi(path, { reply, ...(signal ? { signal } : {}) });
const act = (path: string, body: unknown = {}) => callApi(path, { method: 'POST', body, reply: null });
const named = (id: string) => encodeURIComponent(id);
const asset = (id: string) => `/assets/${named(id)}`;

export const fetchAssets = (signal: Signal) => get('/assets', AssetList, signal);
export const fetchAsset = (id: string, signal: Signal) => get(asset(id), AssetDetail, signal);
export const fetchSites = (signal: Signal) => get('/sites', SiteList, signal);
export const registerAsset = (body: z.input<typeof RegisterAsset>) => act('/assets', body);
export const changeAsset = (id: string, body: z.input<typeof ChangeAsset>) => act(asset(id), body);
export const placeAsset = (id: string, body: z.input<typeof PlaceAsset>) => act(`${asset(id)}/placing`, body);
export const moveAsset = (id: string, body: z.input<typeof MoveAsset>) => act(`${asset(id)}/state`, body);
export const judgeAsset = (id: string, body: z.input<typeof RecordVerdict>) =>
  act(`${asset(id)}/verdicts`, body);
export const fileSheet = (id: string, body: FileSheet) => act(`${asset(id)}/sheet`, body);
export const askForAsset = (id: string, body: z.input<typeof AskForAsset>) =>
  act(`${asset(id)}/requests`, body);

export const fetchRequests = (signal: Signal) => get('/asset-requests', AssetRequestList, signal);
export const decideRequest = (id: string, body: z.input<typeof DecideRequest>) =>
  act(`/asset-requests/${named(id)}/decision`, body);
export const finishRequest = (id: string) => act(`/asset-requests/${named(id)}/completion`);

export const fetchHandovers = (signal: Signal) => get('/asset-handovers', HandoverList, signal);
export const openHandover = (body: z.input<typeof OpenHandover>) => act('/asset-handovers', body);
export const signHandover = (id: string, body: SignHandover) =>
  act(`/asset-handovers/${named(id)}/signature`, body);
export const withdrawHandover = (id: string, reason: string) =>
  act(`/asset-handovers/${named(id)}/withdrawal`, { reason });

export const fetchFallback = (signal: Signal) => get('/fallback-plans', FallbackList, signal);
export const fileFallback = (siteId: string, body: FileFallback) =>
  act(`/sites/${named(siteId)}/fallback-plans`, body);

export const fetchSiteAudio = (siteId: string, signal: Signal) =>
  get(`/sites/${named(siteId)}/audio`, SiteAudio, signal);
export const fetchLines = (signal: Signal) => get('/site-lines', LineList, signal);
export const recordLine = (siteId: string, body: z.input<typeof RecordLine>) =>
  act(`/sites/${named(siteId)}/lines`, body);

type Format = 'pdf' | 'docx';
export const sheetUrl = (id: string, format: Format) => `/api${asset(id)}/sheet.${format}`;
export const recordUrl = (id: string, format: Format) => `/api/asset-handovers/${named(id)}/record.${format}`;
export const posterUrl = (format: Format) => `/api/asset-care.${format}`;

export const fetchUpkeep = (signal: Signal) => get('/asset-upkeep', UpkeepList, signal);
export const fetchOverdue = (signal: Signal) => get('/asset-upkeep/overdue', OverdueUpkeep, signal);
export const recordWork = (id: string, body: z.input<typeof RecordUpkeep>) =>
  act(`${asset(id)}/upkeep`, body);
export const planCost = (id: string, body: z.input<typeof PlanUpkeepCost>) =>
  act(`${asset(id)}/upkeep-cost`, body);
export const planUrl = (format: Format) => `/api/asset-upkeep/plan.${format}`;

export const fetchInspections = (signal: Signal) => get('/site-inspections', InspectionList, signal);
export const recordInspection = (
  body: Omit<z.input<typeof RecordInspection>, 'siteId'> & { readonly siteId: string },
) => act('/site-inspections', body);
export const closeFinding = (id: string, body: CloseFinding) =>
  act(`/inspection-findings/${named(id)}/closing`, body);

export const fetchReview = (year: number, signal: Signal) =>
  get(`/asset-review?year=${year}`, AssetReview, signal);
export const fileReview = (year: number, body: FileReview) => act(`/asset-review?year=${year}`, body);
export const reviewUrl = (year: number, format: Format) => `/api/asset-review.${format}?year=${year}`;

export const fetchSpares = (caseId: string, signal: Signal) =>
  get(`/incident-cases/${named(caseId)}/spares`, CaseSpares, signal);
export const returnSpare = (loanId: string, body: ReturnSpare) =>
  act(`/asset-loans/${named(loanId)}/return`, body);
