import {
  AssetId,
  AssetReview,
  CloseFinding,
  FileReview,
  InspectionList,
  OrganisationId,
  OverdueUpkeep,
  PlanUpkeepCost,
  RecordInspection,
  RecordUpkeep,
  UpkeepHistory,
  UpkeepList,
} from '@nhipcau/contracts';
import { assetReviewPaper } from '@nhipcau/domain';
import { z } from 'zod';
import type { Press } from '../documents/press.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { type Audited, auditedBy, workerOf } from '../staff/worker.ts';
import { printed } from './asset-prints.ts';
import { AssetReviews } from './asset-review.ts';
import { InspectionsService } from './inspections.service.ts';
import { UpkeepService } from './upkeep.service.ts';

const Nothing = z.strictObject({});
const OfAsset = z.strictObject({ assetId: AssetId });
const OfYear = z.strictObject({ year: z.coerce.number().pipe(z.int().min(2020).max(2100)) });
const read = { action: 'asset.read' } as const;
const write = { action: 'asset.write' } as const;
const inspect = { action: 'asset.inspect' } as const;
const PRINTS_PER_MINUTE = 60;

/** Care of devices and looks at sites, wired. */
export function openUpkeep(parts: StaffParts & { readonly press: Pick<Press, 'print'> }): Route[] {
  const audited = auditedBy(parts);
  return [
    ...upkeepRoutes(new UpkeepService(parts), audited),
    ...inspectionRoutes(new InspectionsService(parts), audited),
    ...reviewRoutes(new AssetReviews(parts), parts.press, audited),
  ];
}

const upkeepRoutes = (upkeep: UpkeepService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/asset-upkeep',
    summary: 'Work on devices that returns, the nearest first, with what is overdue',
    allow: read,
    reply: UpkeepList,
    handle: (call) => upkeep.list(workerOf(call)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/asset-upkeep/overdue',
    summary: 'Work on devices of one’s own that is overdue, the oldest first',
    allow: { action: 'asset.write' },
    reply: OverdueUpkeep,
    handle: (call) => upkeep.overdue(workerOf(call)),
  }),
  ...PrintFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/asset-upkeep/plan.${format}`,
      summary: `The plan of maintenance of the year, of one unit or of all, ${format.toUpperCase()}`,
      allow: read,
      perMinute: PRINTS_PER_MINUTE,
      query: z.strictObject({ organisationId: OrganisationId.optional() }),
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ query, ...call }) =>
        printed(await upkeep.print(query.organisationId, format, workerOf(call)), format),
    }),
  ),
  defineRoute({
    method: 'GET',
    path: '/api/assets/:assetId/upkeep',
    summary: 'What was done on a device',
    allow: read,
    params: OfAsset,
    reply: UpkeepHistory,
    handle: ({ params, ...call }) => upkeep.history(params.assetId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/upkeep',
    summary: 'Write down work on a device: planned, or a repair',
    allow: write,
    params: OfAsset,
    body: RecordUpkeep,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.upkeep', params.assetId, call, async (worker) => {
        await upkeep.record(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/upkeep-cost',
    summary: 'Say what the work of a year is expected to cost',
    allow: write,
    params: OfAsset,
    body: PlanUpkeepCost,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.upkeep.cost', params.assetId, call, async (worker) => {
        await upkeep.planCost(params.assetId, body, worker);
        return {};
      }),
  }),
];

const inspectionRoutes = (inspections: InspectionsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/site-inspections',
    summary: 'Inspections of sites, which sites are due, what is still to be mended',
    allow: read,
    reply: InspectionList,
    handle: (call) => inspections.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/site-inspections',
    summary: 'Write down an inspection of a site with its findings',
    allow: inspect,
    body: RecordInspection,
    reply: z.strictObject({ inspectionId: z.string() }),
    handle: ({ body, ...call }) =>
      audited('inspection.record', body.siteId, call, (worker) => inspections.record(body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/inspection-findings/:id/closing',
    summary: 'Say how a finding was mended',
    allow: read,
    params: z.strictObject({ id: z.string().min(1).max(64) }),
    body: CloseFinding,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('inspection.close', params.id, call, async (worker) => {
        await inspections.close(params.id, body, worker);
        return {};
      }),
  }),
];

const reviewRoutes = (reviews: AssetReviews, press: Pick<Press, 'print'>, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/asset-review',
    summary: 'The yearly review: figures of each site, feedback, proposals',
    allow: read,
    query: OfYear,
    reply: AssetReview,
    handle: ({ query, ...call }) => reviews.read(query.year, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-review',
    summary: 'File feedback and proposals of the yearly review',
    allow: inspect,
    query: OfYear,
    body: FileReview,
    reply: Nothing,
    handle: ({ query, body, ...call }) =>
      audited('asset.review', String(query.year), call, async (worker) => {
        await reviews.file(query.year, body, worker);
        return {};
      }),
  }),
  ...PrintFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/asset-review.${format}`,
      summary: `The yearly review as a report, ${format.toUpperCase()}`,
      allow: read,
      perMinute: PRINTS_PER_MINUTE,
      query: OfYear,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ query, ...call }) =>
        printed(
          await press.print(assetReviewPaper(await reviews.read(query.year, workerOf(call))), format),
          format,
        ),
    }),
  ),
];
