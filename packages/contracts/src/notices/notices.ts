import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { Reception } from '../registration/registration.ts';
import { NoticeChannel } from '../regulation/office/notice-rules.ts';
import { Citation } from '../regulation/values.ts';

const name = z.string().trim().min(2).max(200);
const phone = z
  .string()
  .trim()
  .regex(/^[0-9+][0-9 .()-]{2,24}$/);

/**
 * How far a notice has come with one recipient (R-NTC-04). `due`: nothing has left yet; `delivered`: their system took it;
 * `telephoned`: told by voice, where no acknowledgement is asked for.
 */
export const RecipientState = z.enum([
  'due',
  'sent',
  'delivered',
  'acknowledged',
  'bounced',
  'failed',
  'telephoned',
]);
export type RecipientState = z.infer<typeof RecipientState>;

/** `first` is the notice itself; the others follow it to everybody who had it (R-REG-17). */
export const NoticeKind = z.enum(['first', 'correction', 'postponement', 'cancellation']);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Somebody who stands by during the meeting, for a place or an area (R-DIR-22). */
export const StandbyContact = z.strictObject({ area: name, name, phone });
export type StandbyContact = z.infer<typeof StandbyContact>;

/** What a recipient answers, by link, by account, or by telephone through the desk. */
export const AcknowledgeNotice = z.strictObject({
  /** Who is on duty for the meeting there; may be told later. */
  duty: z.strictObject({ name, phone }).nullable(),
  /** They have begun (R-NTC-06). */
  started: z.boolean(),
  standby: z.array(StandbyContact).max(20),
  /** Telephone: who took the call. Null for an answer of their own. */
  spokenTo: name.nullable(),
});
export type AcknowledgeNotice = z.infer<typeof AcknowledgeNotice>;

export const AckWay = z.enum(['link', 'account', 'telephone']);

export const ContentLine = z.strictObject({ label: z.string().max(200), text: z.string().max(60_000) });
export type ContentLine = z.infer<typeof ContentLine>;

export const NoticeRecipient = z.strictObject({
  recipientId: z.string().max(64),
  /** Role of the profile for which they are told, and its name. */
  role: z.string().max(40),
  roleName: z.string().max(200),
  kind: z.enum(['organisation', 'site', 'accounts', 'public', 'nobody']),
  organisationId: OrganisationId.nullable(),
  siteId: SiteId.nullable(),
  name: z.string().max(200),
  phone: z.string().max(60).nullable(),
  state: RecipientState,
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: z.string().max(200).nullable(),
  acknowledgedVia: AckWay.nullable(),
  startedAt: Instant.nullable(),
  duty: z.strictObject({ name: z.string(), phone: z.string() }).nullable(),
  standby: z.array(StandbyContact).max(20),
  remindedAt: Instant.nullable(),
  escalatedAt: Instant.nullable(),
  /** By which ways it went, in order. */
  ways: z.array(NoticeChannel).max(10),
  /** Code of the last failure. */
  failure: z.string().max(60).nullable(),
  /** Asked to acknowledge, told, and has not said anything: red on the board. */
  isSilent: z.boolean(),
  /** Acknowledged, asked to begin, and has not when it was time: somebody calls. */
  isNotStarted: z.boolean(),
});
export type NoticeRecipient = z.infer<typeof NoticeRecipient>;

export const Notice = z.strictObject({
  noticeId: z.string().max(64),
  rowId: z.string().max(60),
  name: z.string().max(200),
  version: z.int().min(1),
  kind: NoticeKind,
  at: Instant,
  fromName: z.string().max(300),
  /** Limit of the duty it fulfils; null where the text has none. */
  dueAt: Instant.nullable(),
  acknowledge: z.boolean(),
  asksStart: z.boolean(),
  asksStandby: z.boolean(),
  acknowledgeBy: Instant.nullable(),
  /** A later version took its place. */
  isSuperseded: z.boolean(),
  content: z.array(ContentLine).max(20),
  recipients: z.array(NoticeRecipient).max(5_000),
  cite: z.array(Citation).max(5),
});
export type Notice = z.infer<typeof Notice>;

/** Something a person has to do because no machine can: call, fax, issue a document, post to a group. */
export const NoticeTask = z.strictObject({
  taskId: z.string().max(64),
  kind: z.enum(['telephone', 'fax', 'document', 'chat']),
  /** Why a person: the text says so, nothing else works, they are silent, or their superior has to know. */
  cause: z.enum(['prescribed', 'fallback', 'silence', 'escalation', 'unknownParty', 'notStarted']),
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  start: Instant,
  noticeName: z.string().max(200),
  noticeKind: NoticeKind,
  recipientId: z.string().max(64).nullable(),
  recipientName: z.string().max(300),
  phone: z.string().max(60).nullable(),
  content: z.array(ContentLine).max(20),
  createdAt: Instant,
  dueAt: Instant.nullable(),
  attempts: z.int().min(0),
  asksStart: z.boolean(),
  asksStandby: z.boolean(),
  mayDo: z.boolean(),
});
export type NoticeTask = z.infer<typeof NoticeTask>;

/** `GET /api/notices/tasks` */
export const NoticeTaskList = z.strictObject({ tasks: z.array(NoticeTask).max(500), total: z.int().min(0) });
export type NoticeTaskList = z.infer<typeof NoticeTaskList>;

/** `POST /api/notices/tasks/:taskId`: what came of it. */
export const DoNoticeTask = z.discriminatedUnion('outcome', [
  /** Told, and they understood; for telephone this is the acknowledgement. */
  z.strictObject({ outcome: z.literal('told'), answer: AcknowledgeNotice }),
  /** Nobody answered: it stays. */
  z.strictObject({ outcome: z.literal('notReached'), note: z.string().trim().max(300).nullable() }),
  /** Fax, document, group: it left, under this number. */
  z.strictObject({ outcome: z.literal('issued'), reference: z.string().trim().max(200).nullable() }),
]);
export type DoNoticeTask = z.infer<typeof DoNoticeTask>;

/** `GET /api/notices/meetings/:meetingId` */
export const NoticeBoard = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  urgency: z.enum(['planned', 'urgent']),
  start: Instant,
  notices: z.array(Notice).max(200),
  tasks: z.array(NoticeTask).max(500),
  /** May send, remind, and write down what was said by telephone. */
  mayAct: z.boolean(),
});
export type NoticeBoard = z.infer<typeof NoticeBoard>;

/** A unit that is told of a meeting by telephone, and how far that has come (R-REG-06). */
export const CallLine = z.strictObject({
  recipientId: z.string().max(64),
  name: z.string().max(200),
  noticeName: z.string().max(200),
  phone: z.string().max(60).nullable(),
  /** `missing`: nobody there knows yet; `answered`: they said so themselves before anybody called. */
  state: z.enum(['missing', 'told', 'answered']),
  /** Tries so far, the last that reached somebody among them. */
  attempts: z.int().min(0),
  /** Of the last try that reached nobody. */
  note: z.string().max(300).nullable(),
  calledAt: Instant.nullable(),
  /** Who called. */
  calledBy: z.string().max(200).nullable(),
  /** Who took the call, or answered. */
  spokenTo: z.string().max(200).nullable(),
  dueAt: Instant.nullable(),
});
export type CallLine = z.infer<typeof CallLine>;

/** `GET /api/notices/meetings/:meetingId/calls`: those who are missing first. */
export const CallList = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  start: Instant,
  /** The call by which the meeting itself came in. */
  reception: Reception.nullable(),
  lines: z.array(CallLine).max(5_000),
});
export type CallList = z.infer<typeof CallList>;

/** A meeting with notices that wait for somebody. */
export const OpenNotices = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  urgency: z.enum(['planned', 'urgent']),
  start: Instant,
  recipients: z.int().min(0),
  acknowledged: z.int().min(0),
  silent: z.int().min(0),
  failed: z.int().min(0),
  tasks: z.int().min(0),
});
export type OpenNotices = z.infer<typeof OpenNotices>;

/** `GET /api/notices?view=open|all`: the soonest meeting first. */
export const ListNotices = z.strictObject({
  view: z.enum(['open', 'all']).default('open'),
  search: z.string().trim().max(100).optional(),
});
export const OpenNoticesList = z.strictObject({ meetings: z.array(OpenNotices).max(500) });
export type OpenNoticesList = z.infer<typeof OpenNoticesList>;

/** A notice as its recipient sees it: what it says and nothing beyond (R-SEC-09). */
export const ReceivedNotice = z.strictObject({
  recipientId: z.string().max(64),
  fileNumber: z.string().max(20),
  /** Null for whom the content is none of their business. */
  title: z.string().max(300).nullable(),
  urgency: z.enum(['planned', 'urgent']),
  name: z.string().max(200),
  kind: NoticeKind,
  fromName: z.string().max(300),
  toName: z.string().max(200),
  at: Instant,
  start: Instant,
  end: Instant,
  content: z.array(ContentLine).max(20),
  acknowledgeBy: Instant.nullable(),
  state: RecipientState,
  acknowledgedAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  duty: z.strictObject({ name: z.string(), phone: z.string() }).nullable(),
  standby: z.array(StandbyContact).max(20),
  asksAcknowledgement: z.boolean(),
  asksStart: z.boolean(),
  asksStandby: z.boolean(),
  contacts: z
    .array(
      z.strictObject({
        name: z.string(),
        telephone: z.string().nullable(),
        email: z.string().nullable(),
        /** Neither, such as a chat group. */
        other: z.string().nullable(),
      }),
    )
    .max(20),
  /** A newer version took its place. */
  isSuperseded: z.boolean(),
});
export type ReceivedNotice = z.infer<typeof ReceivedNotice>;

/** `GET /api/notices/received`: of the organisations and sites of the signed-in person, unanswered first. */
export const ReceivedNotices = z.strictObject({ notices: z.array(ReceivedNotice).max(500) });
export type ReceivedNotices = z.infer<typeof ReceivedNotices>;

/** `GET /api/notices/foreseen`: which notices the regulation in force sends to the organisations this person works for. */
export const ForeseenNotices = z.strictObject({
  /** Name of the locality whose regulation it is. */
  locality: z.string().max(200),
  rows: z.array(z.strictObject({ name: z.string().max(200), article: z.string().max(60) })).max(60),
});
export type ForeseenNotices = z.infer<typeof ForeseenNotices>;

/** A message of this application to one person. */
export const InboxMessage = z.strictObject({
  messageId: z.string().max(64),
  at: Instant,
  meetingId: MeetingId.nullable(),
  subject: z.string().max(400),
  lines: z.array(z.string().max(60_000)).max(40),
  /** Set when it can be answered. */
  recipientId: z.string().max(64).nullable(),
  /** Page of this application on which something is to be done; null: the notices of the meeting. */
  path: z.string().max(200).startsWith('/').nullable(),
  isRead: z.boolean(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;
export const Inbox = z.strictObject({ messages: z.array(InboxMessage).max(100), unread: z.int().min(0) });
export type Inbox = z.infer<typeof Inbox>;

/** `POST /api/notices/delivery-reports`: a message of the bounce mailbox as it came (RFC 3464). */
export const DeliveryReport = z.strictObject({ raw: z.string().min(1).max(200_000) });
export const DeliveryReportRead = z.strictObject({
  outcome: z.enum(['delivered', 'bounced', 'delayed', 'unknown']),
});
export type DeliveryReportRead = z.infer<typeof DeliveryReportRead>;

/** `GET /api/notices/parties`: whom the roles of the home locality's notices mean here. */
export const NoticeParties = z.strictObject({
  locality: z.string().max(40),
  roles: z
    .array(
      z.strictObject({
        role: z.string().max(40),
        name: z.string().max(200),
        /** Named by the installation; empty: whom the rules of the regulation find. */
        organisationIds: z.array(OrganisationId).max(20),
        /** Whom notices reach today without a meeting; roles of a meeting are found with it. */
        found: z.array(z.string().max(300)).max(500),
      }),
    )
    .max(60),
});
export type NoticeParties = z.infer<typeof NoticeParties>;

/** `POST /api/notices/parties/:role` */
export const SetNoticeParty = z.strictObject({ organisationIds: z.array(OrganisationId).max(20) });
export type SetNoticeParty = z.infer<typeof SetNoticeParty>;
