import type { Side } from '@nhipcau/base';
import { z } from 'zod';
import { DirectionId } from '../conference/direction.ts';
import { AttendanceCount, AttendancePeople, ReportText } from '../conference/reports.ts';
import { SpeakerName } from '../conference/speech.ts';
import { ConferencePlan, Layer, Source } from '../conference/stage.ts';
import { Instant, MeetingId, NodeId, RecordingId, SeatId, SiteId } from '../ids.ts';
import { LimitReached } from '../link/budget.ts';
import { RecordedSource, RecordingTrouble, SegmentFacts } from '../recording/recording.ts';
import { TrafficMark } from '../regulation/office/asset-rules.ts';
import { CameraPush } from '../room/camera.ts';
import { EndpointStats, Quality } from '../room/quality.ts';
import { Flow, MAX_STILL_BASE64 } from '../room/signalling.ts';
import { SoundRepair } from '../room/sound-repair.ts';

const Nothing = z.strictObject({});

/** A node's address book entry for checking tickets: Ed25519 public keys as JWK (RFC 8037). */
export const TicketKey = z.strictObject({
  kid: z.string().min(1).max(64),
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(40).max(60),
});
export type TicketKey = z.infer<typeof TicketKey>;

/**
 * What a node should bring about in one conference. A higher epoch always wins (another or restarted authority); within
 * an epoch a higher `seq` wins. Older ones are refused with STATE_OUTDATED.
 */
export const DesiredConference = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300),
  epoch: z.int().min(0),
  seq: z.int().min(0),
  plan: ConferencePlan,
  /** Milliseconds between still pictures of each room for the wall; 0 while nobody looks. */
  stillEveryMs: z.int().min(0).max(600_000),
});
export type DesiredConference = z.infer<typeof DesiredConference>;

/** One seat as its node sees it. */
export const SeatObserved = z.strictObject({
  seatId: SeatId,
  siteId: SiteId.nullable(),
  /** `reconnecting`: dropped less than the grace period ago, seat kept. */
  state: z.enum(['connecting', 'connected', 'reconnecting']),
  since: Instant,
  /** Last change of the ICE connection of the seat's transports. */
  transport: z.enum(['none', 'udp', 'tcp']),
  camera: z.enum(['absent', 'muted', 'sending']),
  mic: z.enum(['absent', 'muted', 'open']),
  content: z.enum(['absent', 'muted', 'sending']),
  /** Its voice on the talkback; `open` while somebody holds the key. */
  talk: z.enum(['absent', 'muted', 'open']).default('absent'),
  /** Layer the node asks the camera to send. */
  cameraWanted: Layer.nullable(),
  flows: z.array(Flow).max(80),
  quality: Quality,
  stats: EndpointStats.nullable(),
  /** The leg it has, as `RosterEntry.leg` counts them; 0 for a console. */
  leg: z.int().min(0).default(0),
});
export type SeatObserved = z.infer<typeof SeatObserved>;

/** One stream crossing a link, as the receiving node sees it. */
export const RelayObserved = z.strictObject({
  siteId: SiteId,
  source: Source,
  state: z.enum(['opening', 'flowing', 'held', 'warm']),
  since: Instant,
  kbps: z.number().min(0),
});
export type RelayObserved = z.infer<typeof RelayObserved>;

/** A stream that a link carries smaller than wished, or not at all. */
export const ShedStream = z.strictObject({
  siteId: SiteId,
  source: Source,
  /** `low`: as a tile instead of a full screen. */
  to: z.enum(['low', 'nothing']),
  by: LimitReached,
});
export type ShedStream = z.infer<typeof ShedStream>;

/** A cascade link as one of its two nodes sees it; the child reports `dialling` while it cannot reach the parent. */
export const LinkObserved = z.strictObject({
  childId: NodeId,
  parentId: NodeId,
  state: z.enum(['dialling', 'up', 'down']),
  since: Instant,
  rttMs: z.number().min(0).nullable(),
  /** Streams received over this link by the reporting node. */
  receives: z.array(RelayObserved).max(200),
  receiveKbps: z.number().min(0),
  sendKbps: z.number().min(0),
  /** Share of RTP packets lost on the link in the last interval, 0…1. */
  loss: z.number().min(0).max(1).nullable(),
  /** Worst of the received streams, milliseconds. */
  jitterMs: z.number().min(0).max(1e6).nullable().default(null),
  /** Key frames that arrived in the last second, all received streams together. */
  keyFrames: z.int().min(0).default(0),
  /** Rate the reporting node keeps to in what it asks of the other, kilobits per second; null: not limited. */
  limitKbps: z.number().min(0).nullable().default(null),
  /** The limit was measured, not configured. */
  limitMeasured: z.boolean().default(false),
  /** What the reporting node would receive over this link if it carried more. */
  shed: z.array(ShedStream).max(200).default([]),
});
export type LinkObserved = z.infer<typeof LinkObserved>;

export const WorkerObserved = z.strictObject({
  pid: z.int(),
  /** Share of one core, 0…1. */
  cpu: z.number().min(0),
  routers: z.int().min(0),
  consumers: z.int().min(0),
});

export const NodeLoad = z.strictObject({
  workers: z.array(WorkerObserved).max(64),
  eventLoopP99Ms: z.number().min(0),
  memoryMb: z.number().min(0),
});
export type NodeLoad = z.infer<typeof NodeLoad>;

/**
 * Something that happened on a node and belongs into the meeting's log. Both nodes of a link report what happens to it,
 * because either may be cut off from the server; the log tells it once.
 */
export const NodeHappening = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('worker.died'), pid: z.int() }),
  z.strictObject({ type: z.literal('seat.dropped'), siteId: SiteId, reason: z.string().max(100) }),
  z.strictObject({ type: z.literal('seat.returned'), siteId: SiteId, awayMs: z.int().min(0) }),
  z.strictObject({ type: z.literal('seat.lost'), siteId: SiteId }),
  z.strictObject({ type: z.literal('link.down'), otherId: NodeId, reason: z.string().max(100) }),
  z.strictObject({ type: z.literal('link.up'), otherId: NodeId, awayMs: z.int().min(0) }),
  z.strictObject({ type: z.literal('content.refused'), siteId: SiteId }),
  /** A site hears another again that it alone did not hear, after this step of repair (rule MN-20). */
  z.strictObject({
    type: z.literal('sound.mended'),
    siteId: SiteId,
    fromSiteId: SiteId,
    step: SoundRepair,
    silentMs: z.int().min(0),
  }),
  z.strictObject({ type: z.enum(['talk.asked', 'talk.answered', 'talk.left']), siteId: SiteId }),
  z.strictObject({ type: z.literal('speak.asked'), siteId: SiteId, person: SpeakerName }),
  z.strictObject({ type: z.literal('speak.withdrawn'), siteId: SiteId }),
  /** The first bytes of a recording are on disk. */
  z.strictObject({ type: z.literal('recording.began'), recordingId: RecordingId }),
  z.strictObject({
    type: z.literal('recording.troubled'),
    recordingId: RecordingId,
    siteId: SiteId,
    source: RecordedSource,
    trouble: RecordingTrouble,
  }),
  z.strictObject({
    type: z.literal('recording.recovered'),
    recordingId: RecordingId,
    siteId: SiteId,
    source: RecordedSource,
  }),
  z.strictObject({ type: z.literal('report.written'), siteId: SiteId, text: ReportText }),
  z.strictObject({ type: z.literal('direction.read'), siteId: SiteId, directionId: DirectionId }),
  z.strictObject({
    type: z.literal('attendance.given'),
    siteId: SiteId,
    count: AttendanceCount,
    people: AttendancePeople,
  }),
]);
export type NodeHappening = z.infer<typeof NodeHappening>;

export const NODE_HEARTBEAT = { everyMs: 2_000, deadAfterMs: 6_000 } as const;

/** Node → server. The node dials; before anything else it proves its identity (both directions). */
export const controlServer = {
  requests: {
    'node.hello': {
      body: z.strictObject({ version: z.int(), nodeId: NodeId, nonce: z.string().min(16).max(64) }),
      /** `signature` over ('nhipcau-node', nodeId, node nonce, server nonce) with the server's key. */
      reply: z.strictObject({ nonce: z.string().min(16).max(64), signature: z.string().max(200) }),
    },
    'node.prove': {
      /** `signature` over ('nhipcau-node-proof', nodeId, server nonce, node nonce) with the node's key. */
      body: z.strictObject({
        signature: z.string().max(200),
        roomUrl: z.url({ protocol: /^wss?$/ }).max(300),
        /** DSCP of what its workers send; null: unmarked. Older nodes do not say. */
        mark: TrafficMark.nullable().optional(),
      }),
      reply: z.strictObject({ ticketKeys: z.array(TicketKey).min(1).max(4) }),
    },
    /** Kept and sent again until acknowledged; `happeningId` makes a second delivery harmless. */
    'happening.put': {
      body: z.strictObject({
        happeningId: z.string().min(8).max(64),
        meetingId: MeetingId,
        at: Instant,
        happening: NodeHappening,
      }),
      reply: Nothing,
    },
    /**
     * A segment of a recording is closed. `upload` says where its bytes are taken, once; null: the server has them.
     * Kept and told again until they are.
     */
    'segment.put': {
      body: SegmentFacts,
      reply: z.strictObject({ upload: z.string().min(20).max(200).nullable() }),
    },
    /** A recording of this node has ended and everything it wrote was taken. */
    'recording.done': {
      body: z.strictObject({ meetingId: MeetingId, recordingId: RecordingId }),
      reply: Nothing,
    },
  },
  notes: {
    /** `full`: seats not listed are gone. Otherwise `seats` changed and `gone` left. Batched, at most 10 a second. */
    'observed.seats': z.strictObject({
      meetingId: MeetingId,
      epoch: z.int().min(0),
      seq: z.int().min(0),
      full: z.boolean(),
      seats: z.array(SeatObserved).max(2000),
      gone: z.array(SeatId).max(2000),
    }),
    'observed.links': z.strictObject({ meetingId: MeetingId, links: z.array(LinkObserved).max(64) }),
    'observed.load': NodeLoad,
    'still.put': z.strictObject({
      meetingId: MeetingId,
      siteId: SiteId,
      jpegBase64: z.string().max(MAX_STILL_BASE64),
    }),
  },
} as const satisfies Side;

/** Server → node. */
export const controlNode = {
  requests: {
    'desired.put': {
      body: DesiredConference,
      reply: z.strictObject({ epoch: z.int(), seq: z.int() }),
    },
    'desired.drop': {
      body: z.strictObject({ meetingId: MeetingId, epoch: z.int().min(0), seq: z.int().min(0) }),
      reply: Nothing,
    },
    /** All meetings this node should carry; others it still carries are dropped. Sent once after the handshake. */
    'desired.all': {
      body: z.strictObject({ epoch: z.int().min(0), meetingIds: z.array(MeetingId).max(200) }),
      reply: Nothing,
    },
  },
  notes: {
    /** For the room of a site; nothing of it is kept. */
    'camera.push': CameraPush.extend({ meetingId: MeetingId, siteId: SiteId }),
  },
} as const satisfies Side;
