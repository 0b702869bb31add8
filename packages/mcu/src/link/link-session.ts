import type { Handlers } from '@nhipcau/base';
import { RpcError } from '@nhipcau/base';
import type { linkChild, MeetingId, NodeId } from '@nhipcau/contracts';
import type { Conference } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import { AnnouncementTable } from './announcement-table.ts';
import type { LinkChannel } from './link-channel.ts';
import type { LinkMeeting } from './link-meeting.ts';
import type { LinkRole } from './meeting-pipe.ts';

interface Mailbox {
  readonly announced: AnnouncementTable;
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
  readonly #mailboxes = new Map<MeetingId, Mailbox>();
  readonly #joined = new Set<Conference>();
  #closed = false;

  constructor(options: {
    readonly peerId: NodeId;
    readonly role: LinkRole;
    readonly channel: LinkChannel;
    readonly conferences: Conferences;
  }) {
    this.peerId = options.peerId;
    this.role = options.role;
    this.channel = options.channel;
    this.#conferences = options.conferences;
  }

  /** Joins the meetings of which this neighbour is the parent (or a child), and leaves others. */
  refresh(): void {
    if (this.#closed) return;
    for (const conference of this.#conferences.all) {
      if (!this.#belongs(conference) || conference.link(this.peerId)?.channel === this.channel) continue;
      const { peerId, role, channel } = this;
      conference.linkUp({ peerId, role, channel, ...this.#mailbox(conference.meetingId) });
      this.#joined.add(conference);
    }
    for (const conference of this.#joined) {
      if (this.#conferences.get(conference.meetingId) === conference) continue;
      this.#joined.delete(conference);
      this.#mailboxes.delete(conference.meetingId);
    }
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const conference of this.#joined)
      if (conference.link(this.peerId)?.channel === this.channel) conference.linkDown(this.peerId, reason);
    this.#joined.clear();
    this.#mailboxes.clear();
  }

  /** Answers to everything a proven neighbour may ask. @param proven - throws while it has not proved itself */
  static handlers(session: () => LinkSession): Handlers<typeof linkChild> {
    return {
      requests: {
        'pipe.open': (body) => session().#meeting(body.meetingId).acceptPipe(body),
        'relay.pull': (body) => session().#meeting(body.meetingId).acceptPull(body),
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
          session().#mailbox(meetingId).announced.replace(streams);
          session().#found(meetingId)?.learned();
        },
        'streams.changed': ({ meetingId, announced, withdrawn }) => {
          session().#mailbox(meetingId).announced.change(announced, withdrawn);
          session().#found(meetingId)?.learned();
        },
        'nodes.reachable': ({ meetingId, nodeIds }) => {
          session().#mailbox(meetingId).reachable = nodeIds;
          session().#found(meetingId)?.reachableChanged(nodeIds);
        },
        'relay.closed': ({ meetingId, relayId }) => session().#found(meetingId)?.relayClosed(relayId),
        'pipe.lost': ({ meetingId, generation }) => session().#found(meetingId)?.pipeLost(generation),
      },
    };
  }

  #belongs({ topology }: Conference): boolean {
    return this.role === 'child'
      ? topology.parent?.nodeId === this.peerId
      : topology.children.some((node) => node.nodeId === this.peerId);
  }

  #mailbox(meetingId: MeetingId): Mailbox {
    const known = this.#mailboxes.get(meetingId);
    if (known) return known;
    if (this.#mailboxes.size >= MAX_MAILBOXES)
      throw new RpcError('NODE_CAPACITY_EXHAUSTED', { what: 'meetings' });
    const mailbox: Mailbox = { announced: new AnnouncementTable(), reachable: [] };
    this.#mailboxes.set(meetingId, mailbox);
    return mailbox;
  }

  #found(meetingId: MeetingId): LinkMeeting | null {
    const link = this.#conferences.get(meetingId)?.link(this.peerId);
    return link && link.channel === this.channel ? link : null;
  }

  #meeting(meetingId: MeetingId): LinkMeeting {
    const link = this.#found(meetingId);
    if (!link) throw new RpcError('MEETING_NOT_HERE');
    return link;
  }
}
