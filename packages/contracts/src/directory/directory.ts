import { z } from 'zod';
import { Instant, MeetingId, NodeId, OrganisationId, SiteId } from '../ids.ts';
import { ProfileKey, Urgency } from '../regulation/deadline.ts';
import { LocalityCode } from '../regulation/values.ts';

/** Over what a site reaches its node. */
export const Network = z.enum(['tslcd', 'cityWan', 'privateChannel', 'internetVpn']);
export type Network = z.infer<typeof Network>;

/** Kinds of organisation that regulations name (R-DIR-01). */
export const OrganisationKind = z.enum([
  'government',
  'peoplesCommittee',
  'department',
  'partyBody',
  'peoplesCouncil',
  'massOrganisation',
  'otherSite',
  'telecom',
  'power',
  'police',
  'finance',
  'upstream',
]);
export type OrganisationKind = z.infer<typeof OrganisationKind>;

/** An administrative level is a row, not a word in code: tiers come and go. */
export const Level = z.strictObject({
  code: z.string().max(40),
  rank: z.int().min(0),
  name: z.string().max(100),
});
export type Level = z.infer<typeof Level>;

export const Organisation = z.strictObject({
  organisationId: OrganisationId,
  code: z.string().max(40),
  name: z.string().min(1).max(200),
  levelCode: z.string().max(40),
  kind: OrganisationKind,
  parentId: OrganisationId.nullable(),
  address: z.string().max(300).nullable(),
  telephone: z.string().max(40).nullable(),
  email: z.string().max(200).nullable(),
});
export type Organisation = z.infer<typeof Organisation>;

export const SiteStatus = z.enum(['proposed', 'admitted', 'suspended', 'closed']);
export type SiteStatus = z.infer<typeof SiteStatus>;

/** A place with terminals; only `admitted` sites can be put in a meeting (R-DIR-02). */
export const Site = z.strictObject({
  siteId: SiteId,
  organisationId: OrganisationId,
  /** Number by which operators call it; unique in the installation. */
  number: z.int().min(1).max(99_999),
  name: z.string().min(1).max(200),
  levelCode: z.string().max(40),
  address: z.string().max(300).nullable(),
  room: z.string().max(200),
  terminal: z.enum(['browser', 'vcs']),
  nodeId: NodeId,
  network: Network,
  roles: z.array(z.enum(['chair', 'satellite', 'relay'])).max(3),
  status: SiteStatus,
  dutyTitle: z.string().max(200).nullable(),
  dutyPhone: z.string().max(40).nullable(),
});
export type Site = z.infer<typeof Site>;

export const McuNode = z.strictObject({
  nodeId: NodeId,
  name: z.string().max(200),
  /** `standby`: outside the cascade until it takes another's place. */
  role: z.enum(['master', 'slave', 'standby']),
  parentId: NodeId.nullable(),
  /** The node that takes its place when it is lost. */
  standbyId: NodeId.nullable(),
  linkUrl: z.string().max(300),
  connected: z.boolean(),
});
export type McuNode = z.infer<typeof McuNode>;

export const MeetingSummary = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300),
  phase: z.enum(['scheduled', 'live', 'ended']),
  plannedStart: Instant,
  chairSiteId: SiteId,
  chairSiteName: z.string().max(200),
  siteCount: z.int().min(0),
});
export type MeetingSummary = z.infer<typeof MeetingSummary>;

/** `GET /api/meetings`: those the signed-in person may see, live ones first, then by planned start. */
export const MeetingList = z.strictObject({ meetings: z.array(MeetingSummary).max(1000) });
export type MeetingList = z.infer<typeof MeetingList>;

/** `GET /api/meetings/:meetingId`: the meeting and its invited sites in the order of their numbers. */
export const MeetingDetail = z.strictObject({
  ...MeetingSummary.shape,
  bringUpLimitMs: z.int().min(1).nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  sites: z
    .array(
      z.strictObject({
        siteId: SiteId,
        number: z.int().min(1),
        name: z.string().max(200),
        levelCode: z.string().max(40),
        nodeId: NodeId,
        mayPresent: z.boolean(),
      }),
    )
    .max(2000),
});
export type MeetingDetail = z.infer<typeof MeetingDetail>;

/** `GET /api/sites?search=&level=`: in Vietnamese order of their names within a level. */
export const SiteList = z.strictObject({ sites: z.array(Site).max(2000) });
/** `GET /api/organisations`: parents before children. */
export const OrganisationList = z.strictObject({
  levels: z.array(Level).max(20),
  organisations: z.array(Organisation).max(5000),
});
/** `GET /api/nodes` */
export const NodeList = z.strictObject({ nodes: z.array(McuNode).max(64) });

/** `POST /api/nodes/:nodeId/standby`; null: none. */
export const DeclareStandby = z.strictObject({ standbyId: NodeId.nullable() });

/** `POST /api/meetings`: the minimum to hold a meeting; registration and approval come before it later. */
export const CreateMeeting = z.strictObject({
  title: z.string().trim().min(3).max(300),
  plannedStart: Instant,
  chairSiteId: SiteId,
  siteIds: z.array(SiteId).min(1).max(2000),
  /** Sites that may present slides or play video (R-CDT-11). */
  presenterIds: z.array(SiteId).max(2000),
  /** Whose regulation it follows; absent: the installation's own locality. */
  locality: LocalityCode.optional(),
  /** Class of the meeting in that regulation (R-PROF-07); absent: its first kind. */
  kind: ProfileKey.optional(),
  urgency: Urgency.optional(),
  /** Why the desk takes a planned meeting after its lead time (R-REG-01); it is recorded. */
  lateReason: z.string().trim().min(3).max(300).optional(),
});
export type CreateMeeting = z.infer<typeof CreateMeeting>;
