import {
  ActOnException,
  AdmissionFile,
  AdmissionList,
  DecideAdmission,
  DraftException,
  GiveEvidence,
  JudgeRoom,
  QuotaExceptionList,
  RoomSheet,
  SiteId,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import type { AdmissionService } from './admission.service.ts';
import type { ExceptionsService } from './exceptions.service.ts';
import type { RoomsService } from './rooms.service.ts';
import { type Audited, workerOf } from './worker.ts';

const OneSite = z.strictObject({ siteId: SiteId });

export interface AdmissionParts {
  readonly admissions: AdmissionService;
  readonly exceptions: ExceptionsService;
  readonly rooms: RoomsService;
  readonly audited: Audited;
}

export const admissionRoutes = (parts: AdmissionParts): Route[] => [
  ...fileRoutes(parts),
  ...roomRoutes(parts),
  ...exceptionRoutes(parts),
];

const fileRoutes = ({ admissions, audited }: AdmissionParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/admissions',
    summary: 'Admission files, and proposed sites that have none yet',
    allow: { action: 'staff.read' },
    reply: AdmissionList,
    handle: (call) => admissions.list(workerOf(call)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/admissions/:siteId',
    summary: 'Admission file of a site: conditions, evidence, room, quota',
    allow: { action: 'staff.read' },
    params: OneSite,
    reply: AdmissionFile,
    handle: ({ params, ...call }) => admissions.read(params.siteId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/admissions/:siteId',
    summary: 'Open the admission file of a site, or a refused one anew',
    allow: { action: 'staff.write' },
    params: OneSite,
    body: z.strictObject({}),
    reply: AdmissionFile,
    handle: ({ params, ...call }) =>
      audited('admission.open', params.siteId, call, (worker) => admissions.open(params.siteId, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/admissions/:siteId/evidence',
    summary: 'Evidence for a condition',
    allow: { action: 'staff.read' },
    params: OneSite,
    body: GiveEvidence,
    reply: AdmissionFile,
    handle: ({ params, body, ...call }) =>
      audited('admission.evidence', params.siteId, call, (worker) =>
        admissions.give(params.siteId, body, worker),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/admissions/:siteId/decision',
    summary: 'Admit or refuse a site',
    allow: { action: 'site.admit' },
    params: OneSite,
    body: DecideAdmission,
    reply: AdmissionFile,
    handle: ({ params, body, ...call }) =>
      audited('admission.decide', params.siteId, call, (worker) =>
        admissions.decide(params.siteId, body, worker),
      ),
  }),
];

const roomRoutes = ({ rooms, audited }: AdmissionParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/sites/:siteId/room-conditions',
    summary: 'Condition sheet of a room',
    allow: { action: 'staff.read' },
    params: OneSite,
    reply: RoomSheet,
    handle: ({ params, ...call }) => rooms.read(params.siteId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/sites/:siteId/room-conditions',
    summary: 'Judge one condition of a room',
    allow: { action: 'staff.write' },
    params: OneSite,
    body: JudgeRoom,
    reply: RoomSheet,
    handle: ({ params, body, ...call }) =>
      audited('room.judge', params.siteId, call, (worker) => rooms.judge(params.siteId, body, worker)),
  }),
];

const exceptionRoutes = ({ exceptions, audited }: AdmissionParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/quota-exceptions',
    summary: 'Plans for more sites than the quota',
    allow: { action: 'staff.read' },
    reply: QuotaExceptionList,
    handle: (call) => exceptions.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quota-exceptions',
    summary: 'Draft a plan for more sites',
    allow: { action: 'staff.write' },
    body: DraftException,
    reply: QuotaExceptionList,
    handle: ({ body, ...call }) =>
      audited('quota.draft', body.organisationId, call, async (worker) => {
        await exceptions.draft(body, worker);
        return exceptions.list(worker);
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quota-exceptions/:exceptionId',
    summary: 'Report, revise, accept or refuse a plan',
    allow: { action: 'staff.read' },
    params: z.strictObject({ exceptionId: z.string().max(64) }),
    body: ActOnException,
    reply: QuotaExceptionList,
    handle: ({ params, body, ...call }) =>
      audited(`quota.${body.act}`, params.exceptionId, call, async (worker) => {
        await exceptions.act(params.exceptionId, body, worker);
        return exceptions.list(worker);
      }),
  }),
];
