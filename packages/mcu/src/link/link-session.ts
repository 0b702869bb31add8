import type { BodyOf, Handlers } from '@nhipcau/base';
import { RpcError } from '@nhipcau/base';
import type { linkChild, MeetingId, NodeId } from '@nhipcau/contracts';
import type { Conference } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import { AnnouncementTable } from './announcement-table.ts';
import type { LinkChannel } from './link-channel.ts';
import type { LinkMeeting } from './link-meeting.ts';
import type { LinkRole } from './meeting-pipe.ts';
import { type TrunkDials, TrunkNames, trunkChannel } from './trunk-names.ts';

interface Mailbox {
  readonly announced: AnnouncementTable;
  /** Set when the neighbour speaks by names of another installation. */
  readonly names: TrunkNames | null;
  reachable: readonly NodeId[];
}

/** Most meetings of which a neighbour may speak before the server told this node about them. */
const MAX_MAILBOXES = 200;

/** A proven connection with a neighbour node: carries the meetings that both have. */
export class LinkSession {
  readonly peerId: NodeId;
  readonly role: LinkRole;
  readonly channel: LinkChannel;
  readonly #conferences: Conferences;
  readonly #trunk: TrunkDials | null;
  /** By the meeting's id on the wire. */
  readonly #mailboxes = new Map<MeetingId, Mailbox>();
  /** Meetings that have taken this link up, each with its channel and its id on the wire. */
  readonly #joined = new Map<Conference, { readonly channel: LinkChannel; readonly wireId: MeetingId }>();
  #closed = false;

  constructor(options: {
    readonly peerId: NodeId;
    readonly role: LinkRole;
    readonly channel: LinkChannel;
    readonly conferences: Conferences;
    /** The neighbour is a node of another installation, above: everything is translated. */
    readonly trunk?: TrunkDials | null;
  }) {
    this.peerId = options.peerId;
    this.role = options.role;
    this.channel = options.channel;
    this.#conferences = options.conferences;
    this.#trunk = options.trunk ?? null;
  }

  /** Joins the meetings of which this neighbour is the parent (or a child), and leaves others. */
  refresh(): void {
    if (this.#closed) return;
    for (const conference of this.#conferences.all) {
      const wireId = this.#wireIdOf(conference);
      if (wireId === null || this.#isJoined(conference)) continue;
      const { peerId, role } = this;
      const { announced, reachable, names } = this.#mailbox(wireId);
      const channel = names ? trunkChannel(this.channel, names, wireId) : this.channel;
      this.#joined.set(conference, { channel, wireId });
      conference.linkUp({ peerId, role, channel, announced, reachable });
    }
    for (const [conference, { wireId }] of this.#joined) {
      const isHere = this.#conferences.get(conference.meetingId) === conference;
      if (isHere && this.#wireIdOf(conference) === wireId) continue;
      this.#joined.delete(conference);
      // What the neighbour announced is said once: it counts for whoever takes the meeting up next, also a moment later.
      if (!this.#conferences.get(conference.meetingId)) this.#mailboxes.delete(wireId);
    }
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const conference of this.#joined.keys())
      if (this.#isJoined(conference)) conference.linkDown(this.peerId, reason);
    this.#joined.clear();
    this.#mailboxes.clear();
  }

  /** Answers to everything a proven neighbour may ask. @param proven - throws while it has not proved itself */
  static handlers(session: () => LinkSession): Handlers<typeof linkChild> {
    return {
      requests: {
        'pipe.open': (body) => session().#meeting(body.meetingId).acceptPipe(body),
        'relay.pull': (body) => session().#acceptPull(body),
        'relay.set': (body) => {
          session().#meeting(body.meetingId).acceptSet(body);
          return {};
        },
        'relay.drop': ({ meetingId, relayId }) => {
          session().#meeting(meetingId).acceptDrop(relayId);
          return {};
        },
      },
      notes: {
        'streams.snapshot': ({ meetingId, streams }) => {
          const { announced, names } = session().#mailbox(meetingId);
          names?.forgetArrived();
          announced.replace(names ? streams.flatMap((stream) => names.arriving(stream) ?? []) : streams);
          session().#found(meetingId)?.learned();
        },
        'streams.changed': ({ meetingId, announced: added, withdrawn }) => {
          const { announced, names } = session().#mailbox(meetingId);
          if (names)
            announced.change(
              added.flatMap((stream) => names.arriving(stream) ?? []),
              withdrawn.flatMap((streamId) => names.withdrawing(streamId)),
            );
          else announced.change(added, withdrawn);
          session().#found(meetingId)?.learned();
        },
        'nodes.reachable': ({ meetingId, nodeIds }) => {
          const mailbox = session().#mailbox(meetingId);
          mailbox.reachable = mailbox.names?.reach ?? nodeIds;
          session().#found(meetingId)?.reachableChanged(mailbox.reachable);
        },
        'relay.closed': ({ meetingId, relayId }) => session().#found(meetingId)?.relayClosed(relayId),
        'pipe.lost': ({ meetingId, generation }) => session().#found(meetingId)?.pipeLost(generation),
      },
    };
  }

  /** The id by which the neighbour knows a meeting that both have; null when they do not share it. */
  #wireIdOf({ meetingId, topology }: Conference): MeetingId | null {
    if (this.#trunk) return topology.trunkTo(this.peerId)?.dials?.meetingId ?? null;
    if (this.role === 'child') return topology.parent?.nodeId === this.peerId ? meetingId : null;
    const isChild = topology.children.some((node) => node.nodeId === this.peerId && !node.trunk?.dials);
    return isChild ? meetingId : null;
  }

  #isJoined(conference: Conference): boolean {
    const joined = this.#joined.get(conference);
    return joined !== undefined && conference.link(this.peerId)?.channel === joined.channel;
  }

  #acceptPull(body: BodyOf<typeof linkChild, 'relay.pull'>) {
    const { names } = this.#mailbox(body.meetingId);
    const streamId = names ? names.ownIdOf(body.streamId) : body.streamId;
    if (streamId === null) throw new RpcError('STREAM_UNKNOWN', { streamId: body.streamId });
    return this.#meeting(body.meetingId).acceptPull({ ...body, streamId });
  }

  #mailbox(meetingId: MeetingId): Mailbox {
    const known = this.#mailboxes.get(meetingId);
    if (known) return known;
    if (this.#mailboxes.size >= MAX_MAILBOXES)
      throw new RpcError('NODE_CAPACITY_EXHAUSTED', { what: 'meetings' });
    const names = this.#trunk && new TrunkNames(this.peerId, this.#trunk);
    const mailbox: Mailbox = { announced: new AnnouncementTable(), names, reachable: [] };
    this.#mailboxes.set(meetingId, mailbox);
    return mailbox;
  }

  #found(wireId: MeetingId): LinkMeeting | null {
    const conference = this.#trunk
      ? [...this.#joined].find(([, joined]) => joined.wireId === wireId)?.[0]
      : this.#conferences.get(wireId);
    return conference && this.#isJoined(conference) ? conference.link(this.peerId) : null;
  }

  #meeting(meetingId: MeetingId): LinkMeeting {
    const link = this.#found(meetingId);
    if (!link) throw new RpcError('MEETING_NOT_HERE');
    return link;
  }
}
