import type { Clock } from '@nhipcau/base';
import { MeetingId, MeetingPapers, PAPER_LIMIT_BYTES, ReceivedPapers } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, defineUploadRoute, type RawReply, type Route } from '../http/route.ts';
import type { PaperBytes, PapersService } from './papers.service.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const OnePaper = OneMeeting.extend({ paperId: z.uuid() });
const ofToken = z.strictObject({ token: z.string().max(200) });
const PER_MINUTE = 60;

/** Never shown by the browser as a page of ours: it is saved. */
const raw = ({ bytes, digest }: PaperBytes): RawReply => ({
  bytes,
  contentType: 'application/octet-stream',
  etag: `"${digest.toString('base64url')}"`,
  cacheControl: 'private, no-store',
});

export const paperRoutes = (papers: PapersService, audit: { database: Database; clock: Clock }): Route[] => [
  ...hostRoutes(papers, audit),
  ...siteRoutes(papers, audit),
  ...linkRoutes(papers),
];

const recorded = <T>(
  audit: { database: Database; clock: Clock },
  call: { caller: Caller; correlationId: string; params: { meetingId: MeetingId } },
  action: string,
  act: () => Promise<T>,
): Promise<T> =>
  auditRefusals(
    audit,
    {
      actor: actorOf(call.caller),
      action,
      meetingId: call.params.meetingId,
      correlationId: call.correlationId,
    },
    act,
  );

const workerOf = ({ caller, correlationId }: { caller: Caller; correlationId: string }) => ({
  person: personOf(caller),
  correlationId,
});

const hostRoutes = (papers: PapersService, audit: { database: Database; clock: Clock }): Route[] => [
  defineUploadRoute({
    path: '/api/registrations/:meetingId/papers',
    summary: 'Hand in an invitation or a paper of a meeting; it is sent later',
    allow: { action: 'registration.write' },
    perMinute: PER_MINUTE,
    params: OneMeeting,
    query: z.strictObject({ fileName: z.string().trim().min(1).max(300) }),
    upload: { contentTypes: ['application/octet-stream'], limitBytes: PAPER_LIMIT_BYTES },
    reply: MeetingPapers,
    handle: (call) =>
      recorded(audit, call, 'paper.upload', () =>
        papers.upload(
          call.params.meetingId,
          { fileName: call.query.fileName, bytes: call.body },
          workerOf(call),
        ),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/papers/issue',
    summary: 'Send all papers to the sites that do not have them yet',
    allow: { action: 'registration.write' },
    params: OneMeeting,
    reply: MeetingPapers,
    handle: (call) =>
      recorded(audit, call, 'paper.issue', () => papers.issue(call.params.meetingId, workerOf(call))),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/registrations/:meetingId/papers/:paperId',
    summary: 'Take a paper back that nobody was sent',
    allow: { action: 'registration.write' },
    params: OnePaper,
    reply: MeetingPapers,
    handle: (call) =>
      recorded(audit, call, 'paper.withdraw', () =>
        papers.withdraw(call.params.meetingId, call.params.paperId, workerOf(call)),
      ),
  }),
];

const siteRoutes = (papers: PapersService, audit: { database: Database; clock: Clock }): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/papers',
    summary: 'Invitations and papers of a meeting, and which site has them',
    allow: { action: 'registration.read' },
    params: OneMeeting,
    reply: MeetingPapers,
    handle: ({ params, caller }) => papers.list(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/papers/received',
    summary: 'Acknowledge for the own site all papers it was sent',
    allow: { action: 'notice.acknowledge' },
    params: OneMeeting,
    reply: MeetingPapers,
    handle: (call) =>
      recorded(audit, call, 'paper.receive', () => papers.acknowledge(call.params.meetingId, workerOf(call))),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/papers/:paperId/content',
    summary: 'A paper; whoever takes it for a site has received it',
    allow: { action: 'registration.read' },
    perMinute: PER_MINUTE,
    params: OnePaper,
    produces: 'application/octet-stream',
    handle: async (call) =>
      raw(await papers.download(call.params.meetingId, call.params.paperId, workerOf(call))),
  }),
];

/** By the link of a notice, without an account: the token opens the papers of one site. */
const linkRoutes = (papers: PapersService): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/acknowledgements/:token/papers',
    summary: 'Papers sent to the site of a link',
    allow: { anyone: true },
    perMinute: PER_MINUTE,
    params: ofToken,
    reply: ReceivedPapers,
    handle: ({ params }) => papers.listByLink(params.token),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/acknowledgements/:token/papers/:paperId/content',
    summary: 'A paper sent to the site of a link; taking it is receiving it',
    allow: { anyone: true },
    perMinute: PER_MINUTE,
    params: ofToken.extend({ paperId: z.uuid() }),
    produces: 'application/octet-stream',
    handle: async ({ params, correlationId }) =>
      raw(await papers.downloadByLink(params.token, params.paperId, correlationId)),
  }),
];
