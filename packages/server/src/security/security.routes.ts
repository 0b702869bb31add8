import {
  ApproveMeans,
  CloseWeakness,
  EnableEndpointKind,
  EndpointKind,
  EndpointKinds,
  HandleSecurityEvent,
  HandleViolation,
  MeetingId,
  PlanRemedy,
  RecordReview,
  ReportViolation,
  SecretMeans,
  SecurityEventList,
  SecurityReviewList,
  SiteId,
  ViolationList,
  WithdrawMeans,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { type Audited, auditedBy, workerOf } from '../staff/worker.ts';
import { EndpointsService } from './endpoints.service.ts';
import { ReviewsService } from './reviews.service.ts';
import { SecretMeansService } from './secret-means.service.ts';
import { SecurityEventsService } from './security-events.service.ts';
import { ViolationsService } from './violations.service.ts';

const Nothing = z.strictObject({});
const Id = z.strictObject({ id: z.string().min(1).max(64) });
const OfMeeting = z.strictObject({ meetingId: MeetingId });
const write = { action: 'security.write' } as const;
const read = { action: 'security.read' } as const;

/** Security of the systems: reviews, violations, kinds of endpoints, means of secret meetings; wired. */
export function openSecurity(parts: StaffParts): Route[] {
  const audited = auditedBy(parts);
  return [
    ...reviewRoutes(new ReviewsService(parts), audited),
    ...violationRoutes(new ViolationsService(parts), audited),
    ...eventRoutes(new SecurityEventsService(parts), audited),
    ...endpointRoutes(new EndpointsService(parts), audited),
    ...meansRoutes(new SecretMeansService(parts), audited),
  ];
}

const eventRoutes = (events: SecurityEventsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/security-events',
    summary: 'Attempts on the system and changes to it, with the plan for them and what was done',
    allow: read,
    reply: SecurityEventList,
    handle: (call) => events.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/security-events/:id/handling',
    summary: 'Say what was done about a security event',
    allow: write,
    params: Id,
    body: HandleSecurityEvent,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('securityEvent.handle', params.id, call, async (worker) => {
        await events.handle(params.id, body, worker);
        return {};
      }),
  }),
];

const reviewRoutes = (reviews: ReviewsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/security-reviews',
    summary: 'Reviews of security, with the weaknesses they found',
    allow: read,
    reply: SecurityReviewList,
    handle: (call) => reviews.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/security-reviews',
    summary: 'Record a review and what it found',
    allow: write,
    body: RecordReview,
    reply: Nothing,
    handle: ({ body, ...call }) =>
      audited('securityReview.record', body.organisationId, call, async (worker) => {
        await reviews.record(body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/security-weaknesses/:id/plan',
    summary: 'Say how a weakness is mended and when; never over a meeting',
    allow: write,
    params: Id,
    body: PlanRemedy,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('securityWeakness.plan', params.id, call, async (worker) => {
        await reviews.plan(params.id, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/security-weaknesses/:id/close',
    summary: 'Close a weakness by the test that operation is undisturbed',
    allow: write,
    params: Id,
    body: CloseWeakness,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('securityWeakness.close', params.id, call, async (worker) => {
        await reviews.close(params.id, body, worker);
        return {};
      }),
  }),
];

const violationRoutes = (violations: ViolationsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/violations',
    summary: 'What was done against the regulation, and what came of it',
    allow: read,
    reply: ViolationList,
    handle: (call) => violations.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/violations',
    summary: 'Register a violation that somebody saw',
    allow: write,
    body: ReportViolation,
    reply: Nothing,
    handle: ({ body, ...call }) =>
      audited('violation.report', body.organisationId, call, async (worker) => {
        await violations.report(body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/violations/:id/handling',
    summary: 'Say what came of a violation',
    allow: write,
    params: Id,
    body: HandleViolation,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('violation.handle', params.id, call, async (worker) => {
        await violations.handle(params.id, body, worker);
        return {};
      }),
  }),
];

const endpointRoutes = (endpoints: EndpointsService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/endpoint-kinds',
    summary: 'Kinds of endpoints that may join, by the regulation or by the operating unit',
    allow: { action: 'meeting.read' },
    reply: EndpointKinds,
    handle: () => endpoints.list(),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/endpoint-kinds/:kind',
    summary: 'Let a kind of endpoints in, or not any longer',
    allow: { action: 'site.admit', fresh: true },
    params: z.strictObject({ kind: EndpointKind }),
    body: EnableEndpointKind,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('endpoint.enable', params.kind, call, async (worker) => {
        await endpoints.enable(params.kind, body, worker);
        return {};
      }),
  }),
];

const meansRoutes = (means: SecretMeansService, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/secret-means',
    summary: 'Devices and lines approved for the sites of a meeting with state secrets',
    allow: { action: 'registration.read' },
    params: OfMeeting,
    reply: SecretMeans,
    handle: ({ params, ...call }) => means.read(params.meetingId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/secret-means',
    summary: 'Approve the device and line of a site for a meeting with state secrets',
    allow: { action: 'registration.decide', fresh: true },
    params: OfMeeting,
    body: ApproveMeans,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('secretMeans.approve', body.siteId, call, async (worker) => {
        await means.approve(params.meetingId, body, worker);
        return {};
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/secret-means/:siteId/withdrawal',
    summary: 'Withdraw the approval of a site’s device and line',
    allow: { action: 'registration.decide', fresh: true },
    params: OfMeeting.extend({ siteId: SiteId }),
    body: WithdrawMeans,
    reply: Nothing,
    handle: ({ params, body, ...call }) =>
      audited('secretMeans.withdraw', params.siteId, call, async (worker) => {
        await means.withdraw(params.meetingId, params.siteId, body.reason, worker);
        return {};
      }),
  }),
];
