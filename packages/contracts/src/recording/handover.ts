import { z } from 'zod';
import { Instant, MeetingId, OrganisationId } from '../ids.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const words = (most: number) => z.string().trim().min(1).max(most);

/** One thing that is handed over: the film, its sound, or what was recorded of one source of one site. */
export const HandoverItem = z.strictObject({
  part: z.enum(['film', 'audio', 'original']),
  /** `film.mp4`; of originals the site and the source. */
  name: z.string().min(1).max(300),
  files: z.int().min(1),
  bytes: z.int().min(1),
  /** Of the file; of originals the digest of their list of checksums, which can be fetched. */
  sha256,
});
export type HandoverItem = z.infer<typeof HandoverItem>;

export const HandoverMedium = z.enum(['network', 'drive']);
export type HandoverMedium = z.infer<typeof HandoverMedium>;

/** A hand-over sheet (R-REC-03): what, from whom, to whom; answered once with a receipt or a return. */
export const HandoverSheet = z.strictObject({
  handoverId: z.uuid(),
  number: z.int().min(1),
  items: z.array(HandoverItem).min(1).max(500),
  /** Documents that go with it, in words; null: none. */
  documents: z.string().max(2_000).nullable(),
  medium: HandoverMedium,
  /** What is written on the drive; null over the network. */
  mark: z.string().max(200).nullable(),
  from: z.string().max(300),
  to: z.string().max(300),
  givenAt: Instant,
  givenBy: z.string().max(200),
  note: z.string().max(1_000).nullable(),
  /** Digest of all of the above: what the receipt stands under. */
  seal: sha256,
  answer: z
    .strictObject({
      kind: z.enum(['received', 'returned']),
      at: Instant,
      byName: z.string().max(200),
      position: z.string().max(200),
      words: z.string().max(1_000).nullable(),
    })
    .nullable(),
});
export type HandoverSheet = z.infer<typeof HandoverSheet>;

/** `GET /api/recordings/:meetingId/handover` */
export const MeetingHandover = z.strictObject({
  meetingId: MeetingId,
  isSecret: z.boolean(),
  /** Articles of the locality; none where its text does not speak of it. */
  articles: z.array(z.string().max(30)).max(10),
  /** The text has documents of the meeting handed over too. */
  withDocuments: z.boolean(),
  /** The limit of the ledger; null where there is none. */
  due: z
    .strictObject({
      duty: z.string().max(300),
      dueAt: Instant.nullable(),
      state: z.enum(['pending', 'met', 'late', 'waived', 'impossible', 'void']),
      article: z.string().max(30),
    })
    .nullable(),
  /** Whoever keeps the material: it changes with the receipt (R-REC-04). */
  custodian: z.string().max(300),
  /** To whom it goes. */
  to: z.string().max(300).nullable(),
  /** What there is to be handed over now. */
  ready: z.array(HandoverItem).max(500),
  sheets: z.array(HandoverSheet).max(200),
  mayGive: z.boolean(),
  mayAnswer: z.boolean(),
});
export type MeetingHandover = z.infer<typeof MeetingHandover>;

/** `POST /api/recordings/:meetingId/handover`; a key counts once. */
export const GiveHandover = z.strictObject({
  key: z.uuid(),
  originals: z.boolean(),
  medium: HandoverMedium,
  mark: words(200).nullable(),
  documents: words(2_000).nullable(),
  note: words(1_000).nullable(),
});
export type GiveHandover = z.infer<typeof GiveHandover>;

/** `POST /api/recording-handovers/:handoverId/answer`: the receipt, or why it goes back. */
export const AnswerHandover = z
  .strictObject({
    kind: z.enum(['received', 'returned']),
    /** Of whoever signs. */
    position: words(200),
    words: words(1_000).nullable(),
    /** What the signer saw: a sheet is never signed unseen. */
    seal: sha256,
  })
  .refine(({ kind, words: why }) => kind === 'received' || why !== null, { path: ['words'] });
export type AnswerHandover = z.infer<typeof AnswerHandover>;

/** Why material is not given. */
export const AccessRefusal = z.enum(['purpose', 'notEntitled', 'partly', 'unavailable', 'other']);
export type AccessRefusal = z.infer<typeof AccessRefusal>;

/** Another body's request for what was recorded (R-REC-05). */
export const AccessRequest = z.strictObject({
  requestId: z.uuid(),
  meetingId: MeetingId,
  title: z.string().max(500),
  fileNumber: z.string().max(60).nullable(),
  organisation: z.string().max(300),
  byName: z.string().max(200),
  position: z.string().max(200),
  purpose: z.string().max(1_000),
  part: z.enum(['film', 'audio']),
  at: Instant,
  /** `ended`: what was granted has run out or was taken back. */
  state: z.enum(['asked', 'granted', 'refused', 'ended']),
  decision: z
    .strictObject({
      at: Instant,
      byName: z.string().max(200),
      refusal: AccessRefusal.nullable(),
      words: z.string().max(1_000),
      until: Instant.nullable(),
    })
    .nullable(),
  isOwn: z.boolean(),
  mayDecide: z.boolean(),
});
export type AccessRequest = z.infer<typeof AccessRequest>;

export const AccessRequests = z.strictObject({ requests: z.array(AccessRequest).max(500) });
export type AccessRequests = z.infer<typeof AccessRequests>;

/** `POST /api/recordings/:meetingId/requests` */
export const AskAccess = z.strictObject({
  key: z.uuid(),
  part: z.enum(['film', 'audio']),
  position: words(200),
  purpose: words(1_000),
});
export type AskAccess = z.infer<typeof AskAccess>;

/** `POST /api/recording-requests/:requestId/decision`; `end` takes back what was granted. */
export const DecideAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grant'), words: words(1_000), days: z.int().min(1).max(90) }),
  z.strictObject({ kind: z.literal('refuse'), refusal: AccessRefusal, words: words(1_000) }),
  z.strictObject({ kind: z.literal('end'), words: words(1_000) }),
]);
export type DecideAccess = z.infer<typeof DecideAccess>;

/** One line of the list of recordings. */
export const RecordedMeeting = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(500),
  fileNumber: z.string().max(60).nullable(),
  startedAt: Instant,
  stoppedAt: Instant.nullable(),
  state: z.enum(['recording', 'finalising', 'stored', 'handedOver', 'deleted']),
  durationMs: z.int().nullable(),
  bytes: z.int().min(0),
  sha256: sha256.nullable(),
  handover: z.enum(['none', 'given', 'received', 'returned']),
  custodianId: OrganisationId.nullable(),
  custodian: z.string().max(300),
  /** May see what was recorded; otherwise only ask for it. */
  mayRead: z.boolean(),
  mayAsk: z.boolean(),
});
export type RecordedMeeting = z.infer<typeof RecordedMeeting>;

/** `GET /api/recordings` */
export const RecordingList = z.strictObject({
  recordings: z.array(RecordedMeeting).max(500),
  /** More were recorded than are listed. */
  more: z.boolean(),
  /** The store elsewhere: whether it is away, and how many files wait for it on the server's disk. */
  store: z.strictObject({ isAway: z.boolean(), waiting: z.int().min(0) }),
});
export type RecordingList = z.infer<typeof RecordingList>;

/** All of them, those whose words are found, or the one of a meeting. */
export const RecordingListQuery = z.strictObject({
  search: z.string().max(100).optional(),
  meetingId: MeetingId.optional(),
});
export type RecordingListQuery = z.infer<typeof RecordingListQuery>;
