import {
  GuideList,
  type InviteToCourse,
  type PlanCourse,
  type RecordAttendance,
  TrainingYear,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

type Signal = { readonly signal?: AbortSignal };
const UPLOAD_LIMIT_MS = 60_000;
const act = (path: string, body: unknown = {}) => callApi(path, { method: 'POST', body, reply: null });
const course = (id: string) => `/training/courses/${encodeURIComponent(id)}`;

export const fetchTraining = (year: number, { signal }: Signal) =>
  callApi(`/training?year=${year}`, { reply: TrainingYear, ...(signal ? { signal } : {}) });
export const planCourse = (body: z.input<typeof PlanCourse>) => act('/training/courses', body);
export const inviteToCourse = (id: string, body: InviteToCourse) => act(`${course(id)}/people`, body);
export const recordAttendance = (id: string, body: z.input<typeof RecordAttendance>) =>
  act(`${course(id)}/attendance`, body);
export const cancelCourse = (id: string, reason: string) => act(`${course(id)}/cancellation`, { reason });
export const planUrl = (year: number, format: 'pdf' | 'docx') => `/api/training/plan.${format}?year=${year}`;

export const fetchGuides = ({ signal }: Signal) =>
  callApi('/guidance', { reply: GuideList, ...(signal ? { signal } : {}) });
export const publishGuide = (key: string, title: string, file: File) =>
  callApi(
    `/guidance?key=${encodeURIComponent(key)}&title=${encodeURIComponent(title)}&fileName=${encodeURIComponent(file.name)}`,
    { method: 'POST', file, limitMs: UPLOAD_LIMIT_MS, reply: z.strictObject({ version: z.int() }) },
  );
export const guideUrl = (guideId: string) => `/api/guidance/${encodeURIComponent(guideId)}/content`;
