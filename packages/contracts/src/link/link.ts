import type { Side } from '@nhipcau/base';
import { z } from 'zod';
import { Layer, MAX_LINKS, Source } from '../conference/stage.ts';
import { MeetingId, NodeId, SiteId } from '../ids.ts';
import { MediaKind, RtpParameters, SrtpParameters } from '../room/media.ts';

const Nothing = z.strictObject({});

/**
 * Names one publication of one site: origin node, site, source, and a number that grows with every new publication.
 * Never a mediasoup id, which may come back after a restart.
 */
export const StreamId = z
  .string()
  .max(200)
  .regex(/^[^/]+\/[^/]+\/(camera|mic|content|talk)\/\d+$/)
  .brand<'StreamId'>();
export type StreamId = z.infer<typeof StreamId>;

export const StreamAnnounced = z.strictObject({
  streamId: StreamId,
  siteId: SiteId,
  source: Source,
  kind: MediaKind,
  /** Muted by its room: exists, sends nothing. */
  muted: z.boolean(),
  /** Nodes it has come through, origin first, announcing node last. A node refuses a path it is on (LINK_LOOP). */
  path: z
    .array(NodeId)
    .min(1)
    .max(MAX_LINKS + 1),
});
export type StreamAnnounced = z.infer<typeof StreamAnnounced>;

export const LINK_HEARTBEAT = { everyMs: 2_000, deadAfterMs: 6_000 } as const;
/** A stream nobody uses any more stays open, held, this long. */
export const RELAY_WARM_MS = 10_000;

/** Parts that both sides sign in the handshake, in this order. */
export const LINK_PARENT_PROOF = 'nhipcau-link-parent';
export const LINK_CHILD_PROOF = 'nhipcau-link-child';

const pipeEnd = z.strictObject({
  ip: z.string().min(2).max(64),
  port: z.int().min(1).max(65_535),
  srtpParameters: SrtpParameters,
});

const symmetricRequests = {
  /**
   * Child only: opens (or, after a failure, opens anew) the pair of pipe transports for one meeting. The child has
   * allocated its end already. `generation` grows with every pair; the older pair is closed by both.
   */
  'pipe.open': {
    body: z.strictObject({ meetingId: MeetingId, generation: z.int().min(1), ...pipeEnd.shape }),
    reply: pipeEnd,
  },
  /** The receiver asks for a stream; it comes held until `relay.set` lets it flow, so that no packet is lost. */
  'relay.pull': {
    body: z.strictObject({
      meetingId: MeetingId,
      streamId: StreamId,
      layer: Layer.nullable(),
      /** Highest layer somebody shows; lower than `layer` for a cue. */
      shown: Layer.nullable().default(null),
      /** Only the shown layer crosses, as one encoding: for a link that cannot carry all of them. */
      single: z.boolean().default(false),
    }),
    reply: z.strictObject({
      relayId: z.string().min(1).max(64),
      kind: MediaKind,
      rtpParameters: RtpParameters,
    }),
  },
  /** Changes what the receiver wants: which layer the sender must encode, and whether packets flow at all. */
  'relay.set': {
    body: z.strictObject({
      meetingId: MeetingId,
      relayId: z.string().max(64),
      layer: Layer.nullable(),
      shown: Layer.nullable().default(null),
      held: z.boolean(),
    }),
    reply: Nothing,
  },
  'relay.drop': {
    body: z.strictObject({ meetingId: MeetingId, relayId: z.string().max(64) }),
    reply: Nothing,
  },
} as const;

const symmetricNotes = {
  /** All streams the sender of this message offers on the link in one meeting; replaces what was known. */
  'streams.snapshot': z.strictObject({ meetingId: MeetingId, streams: z.array(StreamAnnounced).max(6000) }),
  'streams.changed': z.strictObject({
    meetingId: MeetingId,
    announced: z.array(StreamAnnounced).max(2000),
    withdrawn: z.array(StreamId).max(2000),
  }),
  /** Nodes that the sender reaches without this link, itself included; replaces what was known. */
  'nodes.reachable': z.strictObject({ meetingId: MeetingId, nodeIds: z.array(NodeId).max(64) }),
  /** The stream behind a relay ended at its sender, or is being rebuilt further away: the receiver may pull again. */
  'relay.closed': z.strictObject({ meetingId: MeetingId, relayId: z.string().max(64) }),
  /** The sender's end of the pipe is gone or silent (worker died, no packets): the child opens the next generation. */
  'pipe.lost': z.strictObject({ meetingId: MeetingId, generation: z.int().min(0) }),
} as const;

/** Child → parent: the child dials, the parent answers. */
export const linkParent = {
  requests: {
    'link.hello': {
      body: z.strictObject({
        version: z.int(),
        childId: NodeId,
        parentId: NodeId,
        nonce: z.string().min(16).max(64),
      }),
      /** `signature` over (LINK_PARENT_PROOF, childId, parentId, child nonce, parent nonce). */
      reply: z.strictObject({ nonce: z.string().min(16).max(64), signature: z.string().max(200) }),
    },
    'link.prove': {
      /** `signature` over (LINK_CHILD_PROOF, childId, parentId, parent nonce, child nonce). */
      body: z.strictObject({ signature: z.string().max(200) }),
      reply: Nothing,
    },
    ...symmetricRequests,
  },
  notes: symmetricNotes,
} as const satisfies Side;

/** Parent → child. */
export const linkChild = { requests: symmetricRequests, notes: symmetricNotes } as const satisfies Side;
