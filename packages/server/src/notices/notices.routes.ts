import type { Clock } from '@nhipcau/base';
import {
  AcknowledgeNotice,
  CallList,
  DeliveryReport,
  DeliveryReportRead,
  DoNoticeTask,
  ForeseenNotices,
  Inbox,
  ListNotices,
  MeetingId,
  NoticeBoard,
  NoticeParties,
  NoticeTaskList,
  OpenNoticesList,
  ReceivedNotice,
  ReceivedNotices,
  SetNoticeParty,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { AnswersService } from './answers.service.ts';
import { callList } from './call-list.ts';
import type { InboxService } from './inbox.ts';
import type { NoticeViews } from './notice-views.ts';
import type { PartyOverrides } from './party-overrides.ts';

interface NoticeRouteParts {
  readonly answers: AnswersService;
  readonly views: NoticeViews;
  readonly inbox: InboxService;
  readonly parties: PartyOverrides;
  readonly audit: { readonly database: Database; readonly clock: Clock };
}

const Nothing = z.strictObject({});
const ofRecipient = z.strictObject({ recipientId: z.string().max(64) });
const ofToken = z.strictObject({ token: z.string().max(200) });
/** Whoever guesses at links, or reloads a page without end. */
const LINK_PER_MINUTE = 30;

export const noticeRoutes = (parts: NoticeRouteParts): Route[] => [
  ...boardRoutes(parts),
  ...answerRoutes(parts),
  ...linkRoutes(parts),
  ...inboxRoutes(parts),
  ...partyRoutes(parts),
];

const boardRoutes = ({ views, answers, audit }: NoticeRouteParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/notices',
    summary: 'Meetings whose notices wait for an answer or a task',
    allow: { action: 'registration.read' },
    query: ListNotices,
    reply: OpenNoticesList,
    handle: ({ query, caller }) => views.list(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/notices/meetings/:meetingId',
    summary: 'The notices of a meeting: who was told what, and who has answered',
    allow: { action: 'registration.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: NoticeBoard,
    handle: ({ params, caller }) => views.board(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/notices/meetings/:meetingId/calls',
    summary: 'Units that are told by telephone: who was called by whom, who took it, who is missing',
    allow: { action: 'registration.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: CallList,
    handle: ({ params, caller }) => callList(audit.database, params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/notices/tasks',
    summary: 'Calls to make, faxes and documents to send',
    allow: { action: 'notice.send' },
    reply: NoticeTaskList,
    handle: ({ caller }) => views.tasks(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/notices/tasks/:taskId',
    summary: 'What came of a call, a fax or a document',
    allow: { action: 'notice.send' },
    params: z.strictObject({ taskId: z.string().max(64) }),
    body: DoNoticeTask,
    reply: NoticeTaskList,
    handle: async ({ params, body, caller, correlationId }) => {
      await refusalsOf(audit, caller, 'notice.task', params.taskId, correlationId, () =>
        answers.doTask(params.taskId, body, personOf(caller), correlationId),
      );
      return views.tasks(personOf(caller));
    },
  }),
];

const answerRoutes = ({ views, answers, audit }: NoticeRouteParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/notices/received',
    summary: 'Notices to the organisations and sites this person works for',
    allow: { action: 'notice.acknowledge' },
    reply: ReceivedNotices,
    handle: ({ caller }) => views.mine(personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/notices/foreseen',
    summary: 'Which notices the regulation sends to the organisations this person works for',
    allow: { action: 'notice.acknowledge' },
    reply: ForeseenNotices,
    handle: ({ caller }) => views.foreseen(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/notices/recipients/:recipientId/acknowledge',
    summary: 'Acknowledge a notice, or write down an acknowledgement by telephone',
    allow: { action: 'notice.read' },
    params: ofRecipient,
    body: AcknowledgeNotice,
    reply: ReceivedNotice,
    handle: async ({ params, body, caller, correlationId }) => {
      await refusalsOf(audit, caller, 'notice.acknowledge', params.recipientId, correlationId, () =>
        answers.byAccount(params.recipientId, body, personOf(caller), correlationId),
      );
      return views.received(params.recipientId);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/notices/recipients/:recipientId/remind',
    summary: 'Remind one recipient now',
    allow: { action: 'notice.send' },
    params: ofRecipient,
    perMinute: 60,
    reply: Nothing,
    handle: async ({ params, caller, correlationId }) => {
      await refusalsOf(audit, caller, 'notice.remind', params.recipientId, correlationId, () =>
        answers.remind(params.recipientId, personOf(caller), correlationId),
      );
      return {};
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/notices/delivery-reports',
    summary: 'A report of delivery from the bounce mailbox, as it came',
    allow: { action: 'notice.send' },
    body: DeliveryReport,
    reply: DeliveryReportRead,
    handle: ({ body }) => answers.report(body.raw),
  }),
];

/** By the link of a mail, without an account: the token is the right, and it opens one notice. */
const linkRoutes = ({ views, answers, audit }: NoticeRouteParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/acknowledgements/:token',
    summary: 'The notice of a link',
    allow: { anyone: true },
    perMinute: LINK_PER_MINUTE,
    params: ofToken,
    reply: ReceivedNotice,
    handle: async ({ params }) => views.received(await answers.recipientOfLink(params.token)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/acknowledgements/:token',
    summary: 'Acknowledge the notice of a link',
    allow: { anyone: true },
    perMinute: LINK_PER_MINUTE,
    params: ofToken,
    body: AcknowledgeNotice,
    reply: ReceivedNotice,
    handle: async ({ params, body, caller, correlationId }) =>
      views.received(
        await refusalsOf(audit, caller, 'notice.acknowledge', null, correlationId, () =>
          answers.byLink(params.token, body, correlationId),
        ),
      ),
  }),
];

const inboxRoutes = ({ inbox }: NoticeRouteParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/inbox',
    summary: 'Messages to this person, the newest first',
    allow: { action: 'session.own' },
    reply: Inbox,
    handle: ({ caller }) => inbox.read(personOf(caller).userId),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/inbox/:messageId/read',
    summary: 'A message was read',
    allow: { action: 'session.own' },
    params: z.strictObject({ messageId: z.string().max(64) }),
    reply: Inbox,
    handle: ({ params, caller }) => inbox.open(params.messageId, personOf(caller).userId),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/inbox/read',
    summary: 'All messages were read',
    allow: { action: 'session.own' },
    reply: Inbox,
    handle: ({ caller }) => inbox.openAll(personOf(caller).userId),
  }),
];

const partyRoutes = ({ parties, audit }: NoticeRouteParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/notices/parties',
    summary: 'Whom the roles of notices mean here',
    allow: { action: 'directory.write' },
    reply: NoticeParties,
    handle: () => parties.list(),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/notices/parties/:role',
    summary: 'Name the organisations of a role; none: whom the regulation finds',
    allow: { action: 'directory.write' },
    params: z.strictObject({ role: z.string().max(40) }),
    body: SetNoticeParty,
    reply: NoticeParties,
    handle: async ({ params, body, caller, correlationId }) => {
      await refusalsOf(audit, caller, 'notice.setParty', params.role, correlationId, () =>
        parties.set(params.role, body, { person: personOf(caller), correlationId }),
      );
      return parties.list();
    },
  }),
];

const refusalsOf = <T>(
  audit: NoticeRouteParts['audit'],
  caller: Caller,
  action: string,
  subject: string | null,
  correlationId: string,
  act: () => Promise<T>,
): Promise<T> => auditRefusals(audit, { actor: actorOf(caller), action, subject, correlationId }, act);
