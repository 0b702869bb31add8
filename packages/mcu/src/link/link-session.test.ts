import {
  type DesiredConference as Desired,
  DesiredConference,
  type NodeId,
  StreamAnnounced,
} from '@nhipcau/contracts';
import { aPlan, aTree, FakeClock, meetingId, nodeId } from '@nhipcau/testkit';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Conference } from '../conference/conference.ts';
import { Conferences } from '../conference/conferences.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { LinkChannel } from './link-channel.ts';
import { LinkSession } from './link-session.ts';

// A node without a single worker: what its neighbour says needs none.

const log = pino({ level: 'silent' });
const [self, parent, standby] = [nodeId('hb'), nodeId('cp'), nodeId('cp-dp')];
const meeting = meetingId('m');
const stream = StreamAnnounced.parse({
  streamId: 'cp/government/camera/1',
  siteId: 'government',
  source: 'camera',
  kind: 'video',
  muted: false,
  path: ['cp'],
});
const nobody = (): never => {
  throw new Error('nothing is asked of the neighbour here');
};
const channel: LinkChannel = {
  rttMs: null,
  openPipe: () => new Promise(() => {}),
  pull: nobody,
  set: nobody,
  drop: nobody,
  snapshot: () => {},
  changed: () => {},
  reachable: () => {},
  relayClosed: () => {},
  pipeLost: () => {},
};

let conferences: Conferences;
let session: LinkSession;
let pool: WorkerPool;

beforeEach(async () => {
  const clock = new FakeClock();
  pool = await WorkerPool.open({ count: 0, mediaIp: '127.0.0.1', mediaPort: 0 }, { clock, log });
  const create = (desired: Desired) =>
    new Conference({
      selfId: self,
      desired,
      pool,
      clock,
      log,
      pipeListen: { protocol: 'udp', ip: '127.0.0.1' },
      limits: { maxConsumers: 1, initialOutgoingBitrate: 1 },
      openTransport: nobody,
      recording: null,
      events: { seatChanged: () => {}, happened: () => {}, recorded: () => {} },
    });
  const kept = { save: () => {}, remove: () => {} };
  conferences = new Conferences({ create, changed: () => session.refresh() }, kept);
  session = new LinkSession({ peerId: parent, role: 'child', channel, conferences });
});
afterEach(() => {
  session.close('test');
  for (const { meetingId: id, desired } of conferences.all)
    conferences.drop(id, { epoch: desired.epoch, seq: desired.seq });
  pool.close();
});

/** The server wishes the meeting with this node at the top of the tree. */
function wish(seq: number, root: NodeId): void {
  const tree = aTree().map((node) => ({
    ...node,
    nodeId: node.nodeId === parent ? root : node.nodeId,
    parentId: node.parentId === parent ? root : node.parentId,
  }));
  conferences.put(
    DesiredConference.parse({
      meetingId: meeting,
      title: 'Họp',
      epoch: 1,
      seq,
      plan: aPlan({ tree }),
      stillEveryMs: 0,
    }),
  );
}

/** The neighbour says once what it has. */
const announce = () => {
  const { notes } = LinkSession.handlers(() => session);
  notes['streams.snapshot']({ meetingId: meeting, streams: [stream] });
};

const heard = () => {
  const link = conferences.get(meeting)?.link(parent);
  return link ? [...link.announced.streams].map(({ streamId }) => streamId) : null;
};

test('[R-MCU-04] what a neighbour announced before this node knew the meeting counts when it does', () => {
  announce();
  wish(1, parent);
  expect(heard()).toEqual([stream.streamId]);
});

test('[SB-3] [R-CON-13] a neighbour that is relieved and comes back need not announce again: what it said outlives the change of places', () => {
  wish(1, parent);
  announce();
  wish(2, standby);
  expect(heard()).toBeNull();
  wish(3, parent);
  expect(heard()).toEqual([stream.streamId]);
});

test('[SB-3] what it announces while another has its place counts when it has it again', () => {
  wish(1, parent);
  wish(2, standby);
  announce();
  wish(3, parent);
  expect(heard()).toEqual([stream.streamId]);
});

test('[R-MCU-04] with a meeting that is over everything is forgotten that was said of it', () => {
  wish(1, parent);
  announce();
  conferences.drop(meeting, { epoch: 1, seq: 1 });
  wish(2, parent);
  expect(heard()).toEqual([]);
});
