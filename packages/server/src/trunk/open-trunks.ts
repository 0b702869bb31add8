import type { Clock, MessageSocket } from '@nhipcau/base';
import type { FastifyBaseLogger } from 'fastify';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import { isLoopback } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import { AsksService } from './asks.service.ts';
import { ConsentsService } from './consents.service.ts';
import { externalRoutes } from './external.routes.ts';
import { ExternalsService } from './externals.service.ts';
import { PeerNames } from './peer-names.ts';
import { findInstallation, listActivePeers } from './peers.repository.ts';
import { PeersService } from './peers.service.ts';
import { trunkRoutes } from './trunk.routes.ts';
import { TrunkBook } from './trunk-book.ts';
import { TrunkCourse } from './trunk-course.ts';
import { TrunkFeeds } from './trunk-feeds.ts';
import { TrunkKeys } from './trunk-keys.ts';
import type { TrunkHandlers } from './trunk-line.ts';
import { dialSocket, TrunkLines } from './trunk-lines.ts';
import { TrunksService } from './trunks.service.ts';

export interface Trunks {
  readonly routes: Route[];
  readonly connectedCount: () => number;
  accept(socket: MessageSocket): void;
  /** Dials installations above; call when meetings and nodes are there. */
  start(): void;
  close(): void;
}

/** Everything about other installations, wired together. */
export async function openTrunks({
  database,
  clock,
  log,
  meetings,
  config,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly meetings: LiveMeetings;
  readonly config: { readonly dataDir: string; readonly allowPlain: boolean; readonly maxSites: number };
}): Promise<Trunks> {
  const keys = new TrunkKeys(config.dataDir, clock.now());
  const peers = new PeersService({ database, clock, keys });
  const book = new TrunkBook(database, clock);
  await book.load();
  const names = new PeerNames(async () => ({
    ours: (await findInstallation(database))?.code ?? null,
    codes: new Map((await listActivePeers(database)).map(({ peerId, code }) => [peerId, code])),
  }));
  peers.onNamed = () => names.forget();
  const feeds = new TrunkFeeds({
    names,
    clock,
    log,
    meetings,
    book,
    lines: () => lines,
    onMeetingOver: (meetingId) => course.meetingOver(meetingId),
    onBorderMoved: (meetingId) => course.borderMoved(meetingId),
  });
  const externals = new ExternalsService(database, clock);
  const consents = new ConsentsService({ database, clock, meetings });
  const asks = new AsksService({ database, clock, log, meetings, consents, lines: () => lines });
  const course = new TrunkCourse({
    database,
    clock,
    log,
    meetings,
    book,
    feeds,
    asks,
    maxSites: config.maxSites,
    lines: () => lines,
  });
  const trunks = new TrunksService({
    database,
    clock,
    meetings,
    book,
    feeds,
    consents,
    course,
    lines: () => lines,
  });
  asks.trunks = {
    invite: (meetingId, peerId, acting) => trunks.invite(meetingId, peerId, acting),
    tellInvites: (peerId) => course.tellInvites(peerId),
  };
  consents.onWithdrawn = (meetingId, peerId, acting) => trunks.consentWithdrawn(meetingId, peerId, acting);
  const inBackground = (does: Promise<void>) => {
    does.catch((cause: unknown) =>
      log.error({ err: cause }, 'what another installation gives could not be kept'),
    );
  };
  const handlers: TrunkHandlers = {
    accepted: (peer, body) => course.accepted(peer, body),
    asked: (peer, given) => asks.asked(peer, given),
    invited: (peer, invites, refusals) => course.invited(peer, invites, refusals),
    ended: (peer, body) => course.ended(peer, body),
    up: (peer, note) => inBackground(course.up(peer, note)),
    down: (peer, note) => inBackground(course.down(peer, note)),
    renewed: async (peer, publicKey) => {
      await peers.keyGiven(peer, publicKey);
      // After the answer: the connection stands for the old key.
      clock.after(0, () => lines.refresh());
    },
  };
  const lines: TrunkLines = new TrunkLines({
    clock,
    log,
    keys,
    peers: () => listActivePeers(database),
    ownName: async () => (await findInstallation(database))?.name ?? '?',
    onKeyTaken: (peer, publicKey) => peers.keyTaken(peer, publicKey),
    handlers,
    openSocket: dialSocket,
    mayDial: (address) => {
      const { protocol, hostname } = new URL(address);
      return protocol === 'wss:' || config.allowPlain || isLoopback(hostname);
    },
    onOpened: (line) => course.opened(line),
    onClosed: (peer) => course.lost(peer),
  });
  peers.lines = lines;
  peers.onRevoked = (peerId) => course.revoked(peerId);
  meetings.followedBy(feeds);
  return {
    routes: [
      ...trunkRoutes({ peers, trunks }, { database, clock }),
      ...externalRoutes({ externals, consents, asks }, { database, clock }),
    ],
    connectedCount: () => lines.connectedCount,
    accept: (socket) => lines.accept(socket),
    start: () => {
      for (const { meetingId } of book.open) if (meetingId !== null) feeds.changed(meetingId);
      lines.refresh();
    },
    close: () => {
      feeds.close();
      lines.close();
    },
  };
}
