import {
  CancelCourse,
  GuideList,
  GuideMeta,
  InviteToCourse,
  PlanCourse,
  RecordAttendance,
  TrainingYear,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { printed } from '../assets/asset-prints.ts';
import type { Press } from '../documents/press.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { defineRawRoute, defineRoute, defineUploadRoute, type Route } from '../http/route.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { type Audited, auditedBy, workerOf } from '../staff/worker.ts';
import { GuidanceService } from './guidance.service.ts';
import { TrainingService } from './training.service.ts';

const Nothing = z.strictObject({});
const OfCourse = z.strictObject({ courseId: z.string().min(1).max(64) });
const OfGuide = z.strictObject({ guideId: z.string().min(1).max(64) });
const OfYear = z.strictObject({ year: z.coerce.number().pipe(z.int().min(2020).max(2100)) });
const read = { action: 'staff.read' } as const;
const write = { action: 'training.write' } as const;
const GUIDE_LIMIT_BYTES = 20 * 1024 * 1024;

/** Training and guidance, wired. */
export function openTraining(parts: StaffParts & { readonly press: Pick<Press, 'print'> }): Route[] {
  const audited = auditedBy(parts);
  return [
    ...courseRoutes(new TrainingService(parts), audited),
    ...guidanceRoutes(new GuidanceService(parts), audited),
  ];
}

const courseRoutes = (training: TrainingService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/training',
    summary: 'Courses of a year with who came, and who still needs one',
    allow: read,
    query: OfYear,
    reply: TrainingYear,
    handle: ({ query, ...call }) => training.read(query.year, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/training/courses',
    summary: 'Put a course into the plan',
    allow: write,
    body: PlanCourse,
    reply: z.strictObject({ courseId: z.string() }),
    handle: ({ body, ...call }) =>
      audited('training.plan', body.organiserId, call, (worker) => training.plan(body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/training/courses/:courseId/people',
    summary: 'Call people to a course',
    allow: write,
    params: OfCourse,
    body: InviteToCourse,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('training.invite', params.courseId, call, async (worker) => {
        await training.invite(params.courseId, body.personIds, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/training/courses/:courseId/attendance',
    summary: 'Write down who came to a course, and with which result',
    allow: write,
    params: OfCourse,
    body: RecordAttendance,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('training.attend', params.courseId, call, async (worker) => {
        await training.attend(params.courseId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/training/courses/:courseId/cancellation',
    summary: 'Call a course off',
    allow: write,
    params: OfCourse,
    body: CancelCourse,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('training.cancel', params.courseId, call, async (worker) => {
        await training.cancel(params.courseId, body.reason, worker);
        return {};
      }),
  }),
  ...PrintFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/training/plan.${format}`,
      summary: `The plan of training of a year, ${format.toUpperCase()}`,
      allow: read,
      perMinute: 60,
      query: OfYear,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ query, ...call }) =>
        printed(await training.print(query.year, format, workerOf(call)), format),
    }),
  ),
];

const guidanceRoutes = (guidance: GuidanceService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/guidance',
    summary: 'Guides for one’s roles, by the topics of the text, with their versions',
    allow: { action: 'guidance.read' },
    reply: GuideList,
    handle: (call) => guidance.list(workerOf(call)),
  }),
  defineUploadRoute({
    path: '/api/guidance',
    summary: 'Publish the next version of a guide: PDF, DOCX or ODT without macros, up to 20 MB',
    allow: { action: 'guidance.write' },
    perMinute: 30,
    query: GuideMeta,
    upload: { contentTypes: ['application/octet-stream'], limitBytes: GUIDE_LIMIT_BYTES },
    reply: z.strictObject({ version: z.int() }),
    handle: ({ query, body, ...call }) =>
      audited('guidance.add', query.key, call, (worker) => guidance.add(query, body, worker)),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/guidance/:guideId/content',
    summary: 'The file of a version of a guide',
    allow: { action: 'guidance.read' },
    perMinute: 60,
    params: OfGuide,
    produces: 'application/octet-stream',
    handle: async ({ params, ...call }) => {
      const { bytes, contentType, sha256 } = await guidance.open(params.guideId, workerOf(call));
      return { bytes, contentType, etag: `"${sha256}"`, cacheControl: 'private, no-cache' };
    },
  }),
];
