import {
  type ActOnReport,
  type CorrectReport,
  type DemandReport,
  type FeedbackAct,
  type FeedbackId,
  FeedbackList,
  type GiveFeedback,
  Report,
  ReportCalendar,
  type ReportId,
  ReportList,
  type ReportQuery,
  Statistics,
  type UnitView,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export const fetchStatistics = (
  { from, to, units }: { from: string; to: string; units: UnitView },
  signal: AbortSignal,
) => callApi(`/statistics?${new URLSearchParams({ from, to, units })}`, { reply: Statistics, signal });

const url = (reportId: ReportId) => `/reports/${encodeURIComponent(reportId)}`;

export const fetchReports = (query: ReportQuery, signal: AbortSignal) =>
  callApi(`/reports?${new URLSearchParams(query)}`, { reply: ReportList, signal });
export const fetchReport = (reportId: ReportId, signal: AbortSignal) =>
  callApi(url(reportId), { reply: Report, signal });
export const fetchReportCalendar = (signal: AbortSignal) =>
  callApi('/report-calendar', { reply: ReportCalendar, signal });
export const correctReport = (reportId: ReportId, body: CorrectReport) =>
  callApi(`${url(reportId)}/corrections`, { method: 'POST', body, reply: Report });
export const actOnReport = (reportId: ReportId, body: ActOnReport) =>
  callApi(`${url(reportId)}/acts`, { method: 'POST', body, reply: Report });
export const demandReport = (body: DemandReport) =>
  callApi('/reports', { method: 'POST', body, reply: ReportList });
export const printPath = (reportId: ReportId, format: 'pdf' | 'docx' | 'xlsx') =>
  `${url(reportId)}/print.${format}`;

export const fetchFeedback = (signal: AbortSignal) => callApi('/feedback', { reply: FeedbackList, signal });
export const giveFeedback = (body: GiveFeedback) =>
  callApi('/feedback', { method: 'POST', body, reply: FeedbackList });
export const actOnFeedback = (feedbackId: FeedbackId, body: FeedbackAct) =>
  callApi(`/feedback/${encodeURIComponent(feedbackId)}/acts`, { method: 'POST', body, reply: FeedbackList });
export const feedbackPath = (year: number, format: 'pdf' | 'docx' | 'xlsx') =>
  `/api/feedback.${format}?year=${year}`;
