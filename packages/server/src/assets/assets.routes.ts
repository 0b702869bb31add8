import {
  AskForAsset,
  AssetDetail,
  AssetId,
  AssetList,
  AssetRequestList,
  CaseSpares,
  ChangeAsset,
  DecideRequest,
  FallbackList,
  FileFallback,
  FileSheet,
  HandoverList,
  LineList,
  ListAssets,
  MoveAsset,
  OpenHandover,
  PlaceAsset,
  RecordLine,
  RecordVerdict,
  RegisterAsset,
  ReturnSpare,
  SignHandover,
  SiteAudio,
  SiteId,
  WithdrawHandover,
} from '@nhipcau/contracts';
import { z } from 'zod';
import type { Press } from '../documents/press.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { type Audited, auditedBy, workerOf } from '../staff/worker.ts';
import { AssetDetails } from './asset-detail.ts';
import { AssetPrints, printed } from './asset-prints.ts';
import { AssetsService } from './assets.service.ts';
import { AudioService } from './audio.service.ts';
import { FallbackService } from './fallback.service.ts';
import { HandoversService } from './handovers.service.ts';
import { LinesService, type NodeMarks } from './lines.service.ts';
import { RequestsService } from './requests.service.ts';
import { SparesService } from './spares.ts';
import { openUpkeep } from './upkeep.routes.ts';

const Nothing = z.strictObject({});
const OfAsset = z.strictObject({ assetId: AssetId });
const Id = z.strictObject({ id: z.string().min(1).max(64) });
const read = { action: 'asset.read' } as const;
const write = { action: 'asset.write' } as const;
const PRINTS_PER_MINUTE = 60;

/** The inventory of devices, wired. */
interface AssetsParts extends StaffParts {
  readonly press: Pick<Press, 'print'>;
  readonly nodeMarks: NodeMarks;
}

export function openAssets(parts: AssetsParts): Route[] {
  const audited = auditedBy(parts);
  const details = new AssetDetails(parts);
  const handovers = new HandoversService(parts);
  return [
    ...inventoryRoutes(new AssetsService(parts), details, audited),
    ...requestRoutes(new RequestsService(parts), audited),
    ...handoverRoutes(handovers, audited),
    ...fallbackRoutes(new FallbackService(parts), audited),
    ...audioRoutes(new AudioService(parts)),
    ...lineRoutes(new LinesService(parts, parts.nodeMarks), audited),
    ...openUpkeep(parts),
    ...spareRoutes(new SparesService(parts), audited),
    ...printRoutes(new AssetPrints(parts, { details, handovers })),
  ];
}

const inventoryRoutes = (assets: AssetsService, details: AssetDetails, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/assets',
    summary: 'Devices of the inventory, of all units one may look at, of a site or of a custodian',
    allow: read,
    query: ListAssets,
    reply: AssetList,
    handle: ({ query, ...call }) => assets.list(query, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets',
    summary: 'Take a device into the inventory',
    allow: write,
    body: RegisterAsset,
    reply: z.strictObject({ assetId: z.string() }),
    handle: ({ body, ...call }) =>
      audited('asset.register', body.code, call, (worker) => assets.register(body, worker)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/assets/:assetId',
    summary: 'A device with its history, verdicts, sheet and requests',
    allow: read,
    params: OfAsset,
    reply: AssetDetail,
    handle: ({ params, ...call }) => details.read(params.assetId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId',
    summary: 'Correct what is written of a device',
    allow: write,
    params: OfAsset,
    body: ChangeAsset,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.change', params.assetId, call, async (worker) => {
        await assets.change(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/placing',
    summary: 'Put a device to use at a site, or move it there with the consent that was granted',
    allow: write,
    params: OfAsset,
    body: PlaceAsset,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.place', params.assetId, call, async (worker) => {
        await assets.place(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/state',
    summary: 'Take a device out of use: into store, as a spare, to repair, out of the inventory',
    allow: write,
    params: OfAsset,
    body: MoveAsset,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.move', params.assetId, call, async (worker) => {
        await assets.move(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/verdicts',
    summary: 'Write down an opinion before purchase or a security inspection before use',
    allow: { action: 'asset.judge' },
    params: OfAsset,
    body: RecordVerdict,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited(`asset.${body.kind}`, params.assetId, call, async (worker) => {
        await assets.judge(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/sheet',
    summary: 'File the settings of a device as they are to be',
    allow: write,
    params: OfAsset,
    body: FileSheet,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.sheet', params.assetId, call, async (worker) => {
        await details.file(params.assetId, body, worker);
        return {};
      }),
  }),
];

const requestRoutes = (requests: RequestsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/asset-requests',
    summary: 'Moves and changes of settings that were asked, those that wait first',
    allow: read,
    reply: AssetRequestList,
    handle: (call) => requests.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/assets/:assetId/requests',
    summary: 'Ask for the consent to move a device or to change its settings',
    allow: write,
    params: OfAsset,
    body: AskForAsset,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited(`asset.ask.${body.kind}`, params.assetId, call, async (worker) => {
        await requests.ask(params.assetId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-requests/:id/decision',
    summary: 'Consent to a move or a change of settings, or not',
    allow: { action: 'asset.consent' },
    params: Id,
    body: DecideRequest,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.request.decide', params.id, call, async (worker) => {
        await requests.decide(params.id, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-requests/:id/completion',
    summary: 'The settings were changed as it was granted',
    allow: write,
    params: Id,
    reply: Nothing,
    handle: ({ params, ...call }) =>
      audited('asset.request.done', params.id, call, async (worker) => {
        await requests.finish(params.id, worker);
        return {};
      }),
  }),
];

const handoverRoutes = (handovers: HandoversService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/asset-handovers',
    summary: 'Handovers of devices with their signatures, open ones first',
    allow: read,
    reply: HandoverList,
    handle: (call) => handovers.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-handovers',
    summary: 'Begin to hand devices over to another unit',
    allow: write,
    body: OpenHandover,
    reply: z.strictObject({ handoverId: z.string() }),
    handle: ({ body, ...call }) =>
      audited('asset.handover.open', body.toId, call, (worker) => handovers.open(body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-handovers/:id/signature',
    summary: 'Sign a handover for the giving or the receiving unit',
    allow: { ...write, fresh: true },
    params: Id,
    body: SignHandover,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited(`asset.handover.sign.${body.side}`, params.id, call, async (worker) => {
        await handovers.sign(params.id, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-handovers/:id/withdrawal',
    summary: 'Withdraw a handover that is not signed by both sides',
    allow: write,
    params: Id,
    body: WithdrawHandover,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.handover.withdraw', params.id, call, async (worker) => {
        await handovers.withdraw(params.id, body.reason, worker);
        return {};
      }),
  }),
];

const fallbackRoutes = (fallback: FallbackService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/fallback-plans',
    summary: 'What sites have and owe for the case that a device, the line or the power fails',
    allow: read,
    query: z.strictObject({ siteId: SiteId.optional() }),
    reply: FallbackList,
    handle: ({ query, ...call }) => fallback.list(query.siteId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/sites/:siteId/fallback-plans',
    summary: 'File the plan of a site for a failure',
    allow: write,
    params: z.strictObject({ siteId: SiteId }),
    body: FileFallback,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('fallback.file', params.siteId, call, async (worker) => {
        await fallback.file(params.siteId, body, worker);
        return {};
      }),
  }),
];

const audioRoutes = (audio: AudioService): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/sites/:siteId/audio',
    summary: 'Standard values of the sound systems of a site, and how its sound was from session to session',
    allow: read,
    params: z.strictObject({ siteId: SiteId }),
    reply: SiteAudio,
    handle: ({ params, ...call }) => audio.ofSite(params.siteId, workerOf(call)),
  }),
];

const lineRoutes = (lines: LinesService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/site-lines',
    summary: 'By what sites are connected, with which priority, and what of it is not as the text has it',
    allow: read,
    query: z.strictObject({ siteId: SiteId.optional() }),
    reply: LineList,
    handle: ({ query, ...call }) => lines.list(query.siteId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/sites/:siteId/lines',
    summary: 'Record the line of a site as it is from a day on',
    allow: write,
    params: z.strictObject({ siteId: SiteId }),
    body: RecordLine,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('line.record', params.siteId, call, async (worker) => {
        await lines.record(params.siteId, body, worker);
        return {};
      }),
  }),
];

const spareRoutes = (spares: SparesService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/incident-cases/:id/spares',
    summary: 'Spares that can stand in for what failed, and the plans of the site for it',
    allow: read,
    params: Id,
    reply: CaseSpares,
    handle: ({ params, ...call }) => spares.ofCase(params.id, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asset-loans/:id/return',
    summary: 'Give a spare back after an incident',
    allow: read,
    params: Id,
    body: ReturnSpare,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('asset.spare.return', params.id, call, async (worker) => {
        await spares.giveBack(params.id, body, worker);
        return {};
      }),
  }),
];

const printRoutes = (prints: AssetPrints): Route[] =>
  PrintFormat.options.flatMap((format) => {
    const paper = {
      method: 'GET',
      allow: read,
      perMinute: PRINTS_PER_MINUTE,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
    } as const;
    return [
      defineRawRoute({
        ...paper,
        path: `/api/assets/:assetId/sheet.${format}`,
        summary: `The technical sheet of a device, ${format.toUpperCase()}`,
        params: OfAsset,
        handle: async ({ params, ...call }) =>
          printed(await prints.sheet(params.assetId, format, workerOf(call)), format),
      }),
      defineRawRoute({
        ...paper,
        path: `/api/asset-handovers/:id/record.${format}`,
        summary: `The record of a handover, ${format.toUpperCase()}`,
        params: Id,
        handle: async ({ params, ...call }) =>
          printed(await prints.handover(params.id, format, workerOf(call)), format),
      }),
      defineRawRoute({
        ...paper,
        path: `/api/asset-care.${format}`,
        summary: `The rules of care as a poster for the room, ${format.toUpperCase()}`,
        handle: async () => printed(await prints.poster(format), format),
      }),
    ];
  });
