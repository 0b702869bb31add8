import {
  LineMeetings,
  LineSeries,
  type LineSubject,
  LineSummaries,
  type LinkBudget,
  LinkSettings,
  type MeetingId,
  MeetingLosses,
  type NodeId,
  NodeList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

const of = (meetingId: MeetingId) => `/meetings/${encodeURIComponent(meetingId)}`;
const lineQuery = (subject: LineSubject): string =>
  new URLSearchParams({
    kind: subject.kind,
    id: subject.kind === 'site' ? subject.siteId : subject.childId,
  }).toString();

export const fetchLineMeetings = ({ signal }: { signal: AbortSignal }) =>
  callApi('/lines', { reply: LineMeetings, signal });
export const fetchLines = (meetingId: MeetingId, signal: AbortSignal) =>
  callApi(`${of(meetingId)}/lines`, { reply: LineSummaries, signal });
export const fetchSeries = (meetingId: MeetingId, subject: LineSubject, from: number, signal: AbortSignal) =>
  callApi(`${of(meetingId)}/lines/series?${lineQuery(subject)}&from=${from}`, { reply: LineSeries, signal });
export const fetchLosses = (meetingId: MeetingId, signal: AbortSignal) =>
  callApi(`${of(meetingId)}/signal-losses`, { reply: MeetingLosses, signal });
export const csvAddress = (meetingId: MeetingId, subject: LineSubject): string =>
  `/api${of(meetingId)}/lines.csv?${lineQuery(subject)}`;

export const fetchLinkSettings = ({ signal }: { signal: AbortSignal }) =>
  callApi('/links', { reply: LinkSettings, signal });
export const setLinkBudget = (childId: NodeId, budget: LinkBudget | null) =>
  callApi(`/links/${encodeURIComponent(childId)}`, {
    method: 'POST',
    body: { budget },
    reply: z.strictObject({}),
  });

export const fetchNodes = ({ signal }: { signal: AbortSignal }) =>
  callApi('/nodes', { reply: NodeList, signal });
export const declareStandby = (nodeId: NodeId, standbyId: NodeId | null) =>
  callApi(`/nodes/${encodeURIComponent(nodeId)}/standby`, {
    method: 'POST',
    body: { standbyId },
    reply: z.strictObject({}),
  });
