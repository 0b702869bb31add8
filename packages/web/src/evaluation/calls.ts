import {
  ExecutionReport,
  type PeriodAct,
  PeriodEvaluation,
  PeriodList,
  SessionEvaluation,
  type SessionEvaluationAct,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const periodPath = (period: string) => `/evaluations/periods/${encodeURIComponent(period)}`;
const sessionPath = (meetingId: string) => `/evaluations/sessions/${encodeURIComponent(meetingId)}`;
const post = <Act>(act: Act) => ({ method: 'POST', body: { key: crypto.randomUUID(), act } }) as const;

export const fetchPeriods = () => callApi('/evaluations/periods', { reply: PeriodList });
export const fetchPeriod = (period: string) => callApi(periodPath(period), { reply: PeriodEvaluation });
export const actOnPeriod = (period: string, act: PeriodAct) =>
  callApi(`${periodPath(period)}/acts`, { ...post(act), reply: PeriodEvaluation });
export const fetchSession = (meetingId: string) =>
  callApi(sessionPath(meetingId), { reply: SessionEvaluation });
export const actOnSession = (meetingId: string, act: SessionEvaluationAct) =>
  callApi(`${sessionPath(meetingId)}/acts`, { ...post(act), reply: SessionEvaluation });
export const periodPrintUrl = (period: string, format: 'docx' | 'pdf' | 'xlsx') =>
  `/api${periodPath(period)}/print.${format}`;

const ofYear = (year: number): string => `from=${year}-01-01&to=${year}-12-31`;
export const fetchExecution = (year: number) =>
  callApi(`/evaluations/execution?${ofYear(year)}`, { reply: ExecutionReport });
export const executionUrl = (year: number, format: 'docx' | 'pdf' | 'xlsx') =>
  `/api/evaluations/execution.${format}?${ofYear(year)}`;
