import { z } from 'zod';
import { Instant, MeetingId, PeerId, SiteId } from '../ids.ts';
import { PAPER_LIMIT_BYTES, PaperFormat } from '../registration/papers.ts';
import { LocalDate } from '../regulation/calendar.ts';

const name = z.string().trim().min(2).max(200);
const words = z.string().trim().max(500);

/** Whose system it is (HN Đ5.5, HB I.4, QN Đ3.2). */
export const ExternalKind = z.enum([
  'government',
  'ministry',
  'party',
  'military',
  'border',
  'police',
  'customs',
  'telecom',
  'otherProvince',
  'other',
]);
export type ExternalKind = z.infer<typeof ExternalKind>;

/**
 * How it is joined: over a trunk with a linked installation, or through the audio/video matrix of one of our sites, in
 * whose rack its codec stands.
 */
export const ExternalRoute = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trunk'), peerId: PeerId }),
  z.strictObject({
    kind: z.literal('site'),
    siteId: SiteId,
    protocol: z.enum(['sip', 'h323', 'other']),
    /** By which the codec dials it; written down for whoever sets it up. */
    address: words,
  }),
]);
export type ExternalRoute = z.infer<typeof ExternalRoute>;

/** Body for registering a system, or for changing what is known of it. */
export const RegisterExternal = z.strictObject({
  name,
  kind: ExternalKind,
  /** The body that answers for it. */
  owner: name,
  route: ExternalRoute,
  contact: words,
  phone: z.string().trim().max(40),
  note: words,
});
export type RegisterExternal = z.infer<typeof RegisterExternal>;

export const ExternalSystem = z.strictObject({
  ...RegisterExternal.shape,
  systemId: z.uuid(),
  /** Name of the linked installation or of our site. */
  routeName: z.string().max(200),
  closedAt: Instant.nullable(),
});
export type ExternalSystem = z.infer<typeof ExternalSystem>;
export const MAX_EXTERNAL_SYSTEMS = 500;
export const ExternalSystems = z.strictObject({
  systems: z.array(ExternalSystem).max(MAX_EXTERNAL_SYSTEMS),
});
export type ExternalSystems = z.infer<typeof ExternalSystems>;

const document = {
  /** Who consented, with the office held. */
  consentedBy: name,
  documentNumber: z.string().trim().min(1).max(100),
  documentOn: LocalDate,
};
/** The consent of the body that answers for a system, for one meeting. */
export const WriteConsent = z.strictObject({ systemId: z.uuid(), ...document, note: words });
export type WriteConsent = z.infer<typeof WriteConsent>;
export const WithdrawConsent = z.strictObject({ reason: z.string().trim().min(3).max(500) });

export const ExternalConsent = z.strictObject({
  consentId: z.uuid(),
  ...document,
  note: words,
  writtenAt: Instant,
  writtenBy: z.string().max(200),
  /** The document itself, when it was handed in. */
  paper: z
    .strictObject({
      name: z.string().min(1).max(160),
      format: PaperFormat,
      sizeBytes: z.int().min(1).max(PAPER_LIMIT_BYTES),
    })
    .nullable(),
});
export type ExternalConsent = z.infer<typeof ExternalConsent>;

/** A lower installation asks to take part in a conference above, with the document it asks by. */
export const TrunkAsk = z.strictObject({
  requestId: z.uuid(),
  /** The meeting that asks. */
  title: z.string().min(1).max(300),
  ...document,
  note: words,
});
export type TrunkAsk = z.infer<typeof TrunkAsk>;
/** More open at once with one installation is refused. */
export const MAX_TRUNK_ASKS = 20;
export const TrunkRefusal = z.strictObject({
  requestId: z.uuid(),
  reason: z.string().min(3).max(500),
});
export type TrunkRefusal = z.infer<typeof TrunkRefusal>;

export const AskState = z.enum(['open', 'withdrawn', 'refused', 'invited']);
export type AskState = z.infer<typeof AskState>;
export const ShownAsk = z.strictObject({
  ...TrunkAsk.shape,
  peerId: PeerId,
  peerName: z.string().max(200),
  state: AskState,
  askedAt: Instant,
  reason: z.string().max(500).nullable(),
});
export type ShownAsk = z.infer<typeof ShownAsk>;

export const AskUpper = z.strictObject({ peerId: PeerId, ...document, note: words });
export type AskUpper = z.infer<typeof AskUpper>;
export const RefuseAsk = z.strictObject({ reason: z.string().trim().min(3).max(500) });

/** Systems that are not ours, and what is agreed about them for one meeting. */
export const MeetingExternals = z.strictObject({
  systems: z
    .array(z.strictObject({ ...ExternalSystem.shape, consent: ExternalConsent.nullable() }))
    .max(MAX_EXTERNAL_SYSTEMS),
  /** Lower installations that ask to take part; any live meeting may take them in. */
  asks: z.array(ShownAsk).max(500),
  /** What this meeting has asked of installations above, the newest first. */
  asked: z.array(ShownAsk).max(100),
  /** Installations above that can be asked. */
  askable: z
    .array(z.strictObject({ peerId: PeerId, name: z.string().max(200), connected: z.boolean() }))
    .max(500),
});
export type MeetingExternals = z.infer<typeof MeetingExternals>;

export const OfConsent = z.strictObject({ meetingId: MeetingId, consentId: z.uuid() });
export const OfAsk = z.strictObject({ meetingId: MeetingId, requestId: z.uuid() });
