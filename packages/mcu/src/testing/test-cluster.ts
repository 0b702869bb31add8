import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIdentity } from '@nhipcau/base/node';
import {
  type ChamberId,
  type ConferencePlan,
  DesiredConference,
  MeetingId,
  NodeId,
  type RosterEntry,
  type Source,
  type SpareNode,
  type Stage,
  TICKET_TYPE,
  TicketKey,
  type TicketSeat,
  type TreeNode,
} from '@nhipcau/contracts';
import { aPlan, aSite } from '@nhipcau/testkit';
import { SignJWT } from 'jose';
import { type DestinationStream, pino } from 'pino';
import type { NodeConfig } from '../config.ts';
import { type McuNode, type NodeDependencies, startNode } from '../node.ts';
import { PlainEndpoints } from './plain-endpoints.ts';
import { TcpProxy } from './tcp-proxy.ts';
import { TestRoom } from './test-room.ts';

export interface TestClusterOptions {
  /** Node name → name of its parent. */
  readonly tree: Readonly<Record<string, string | null>>;
  /** Site name → node name; the first site is the chair. */
  readonly sites: Readonly<Record<string, string>>;
  /** Nodes outside the tree that are told the plan. */
  readonly spares?: readonly string[];
  readonly workers?: number;
  readonly dependencies?: Omit<NodeDependencies, 'openTransport'>;
  readonly logTo?: DestinationStream;
  /** Two clusters in one test need two meetings. */
  readonly meetingId?: string;
}

const FIRST_PIPE_PORT = 42_000;
const PIPE_PORTS_EACH = 400;

/** Several real nodes in this process, with one meeting and an authority that signs tickets for it. */
export class TestCluster {
  readonly meetingId: MeetingId;
  readonly endpoints = new PlainEndpoints();
  readonly nodes = new Map<string, McuNode>();
  readonly rooms = new Map<string, TestRoom>();
  /** Servers that nodes dial; set before a node starts. */
  readonly servers = new Map<string, NonNullable<NodeConfig['server']>>();
  readonly #options: TestClusterOptions;
  readonly #folder: string;
  readonly #signer: KeyObject;
  readonly #key: TicketKey;
  readonly #linkUrls = new Map<string, string>();
  readonly #ports = new Map<string, number>();
  readonly #lines: TcpProxy[] = [];
  #plan: ConferencePlan;
  #seq = 0;
  epoch = 1;

  private constructor(options: TestClusterOptions) {
    this.#options = options;
    this.meetingId = MeetingId.parse(options.meetingId ?? 'm1');
    this.#folder = mkdtempSync(join(tmpdir(), 'nhipcau-mcu-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#signer = privateKey;
    this.#key = TicketKey.parse({
      kid: 'test',
      kty: 'OKP',
      crv: 'Ed25519',
      x: publicKey.export({ format: 'jwk' }).x,
    });
    this.#plan = aPlan();
  }

  static async start(
    options: TestClusterOptions,
    prepare: (cluster: TestCluster) => Promise<void> = async () => {},
  ): Promise<TestCluster> {
    const cluster = new TestCluster(options);
    await prepare(cluster);
    for (const name of cluster.#names) await cluster.startNode(name);
    const [chair] = Object.keys(options.sites);
    if (chair === undefined) throw new Error('a meeting needs a chair');
    const roster = Object.entries(options.sites).map(([name, node], index) =>
      cluster.#entry(name, node, index + 1),
    );
    const first = roster[0];
    if (!first) throw new Error('a meeting needs a chair');
    cluster.#plan = aPlan({
      chairSiteId: first.siteId,
      roster,
      tree: cluster.tree(),
      stage: {
        broadcast: { kind: 'full', slots: [{ kind: 'site', siteId: first.siteId }] },
        chairView: { kind: 'full', slots: [{ kind: 'empty' }] },
        floor: [],
        content: null,
        cue: [],
        called: [],
        captions: [],
        gains: [],
      },
    });
    return cluster;
  }

  get #names(): string[] {
    const { tree, spares = [] } = this.#options;
    return [...Object.keys(tree), ...spares];
  }

  get plan(): ConferencePlan {
    return this.#plan;
  }

  get ticketKey(): TicketKey {
    return this.#key;
  }

  configOf(name: string): NodeConfig {
    const index = this.#names.indexOf(name);
    const min = FIRST_PIPE_PORT + index * PIPE_PORTS_EACH;
    return {
      nodeId: NodeId.parse(name),
      dataDir: join(this.#folder, name),
      listen: { host: '127.0.0.1', port: this.#portOf(name) },
      roomUrl: null,
      media: {
        ip: '127.0.0.1',
        announcedAddress: undefined,
        port: 0,
        workers: this.#options.workers ?? 1,
        workerBin: undefined,
        marking: null,
        pipePorts: { min, max: min + PIPE_PORTS_EACH - 1 },
      },
      server: this.servers.get(name) ?? null,
      turn: null,
      tls: null,
      allowInsecure: false,
      limits: {
        maxSeats: 500,
        joinsPerSecond: 100,
        maxConsumersPerSeat: 80,
        initialOutgoingBitrate: 6_000_000,
      },
      recording: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
      nice: 0,
      logLevel: 'warn',
    };
  }

  async startNode(name: string): Promise<McuNode> {
    const { logTo } = this.#options;
    const log = pino(
      { level: logTo ? 'debug' : 'silent', base: { node: name } },
      logTo ?? pino.destination(1),
    );
    const node = await startNode(this.configOf(name), {
      log,
      ...this.#options.dependencies,
      openTransport: this.endpoints.open,
    });
    this.nodes.set(name, node);
    if (!this.#linkUrls.has(name)) this.#linkUrls.set(name, `ws://127.0.0.1:${node.port}`);
    this.#ports.set(name, node.port);
    await node.trustTickets([this.#key]);
    return node;
  }

  node(name: string): McuNode {
    const node = this.nodes.get(name);
    if (!node) throw new Error(`no node ${name}`);
    return node;
  }

  /** Puts a line between a node and its children that can be cut; call before the meeting is put. */
  async lineTo(parent: string): Promise<TcpProxy> {
    const proxy = await TcpProxy.open(this.node(parent).port);
    this.#lines.push(proxy);
    this.#linkUrls.set(parent, proxy.url);
    this.#plan = { ...this.#plan, tree: this.tree() };
    return proxy;
  }

  /** @param shape - node name → name of its parent; left out: as the cluster was started */
  tree(shape: Readonly<Record<string, string | null>> = this.#options.tree): TreeNode[] {
    return Object.entries(shape).map(([name, parent]) => ({
      ...this.spare(name),
      parentId: parent === null ? null : NodeId.parse(parent),
    }));
  }

  spare(name: string): SpareNode {
    return {
      nodeId: NodeId.parse(name),
      name: `Node ${name}`,
      linkUrl: this.#linkUrls.get(name) ?? 'ws://127.0.0.1:1',
      publicKey: loadIdentity(join(this.#folder, name, 'identity.pem')).publicKey,
    };
  }

  /** What the server would send: the plan with this change of stage. */
  desired(stage: Partial<Stage> = {}, change: Partial<ConferencePlan> = {}): DesiredConference {
    this.#plan = { ...this.#plan, ...change, stage: { ...this.#plan.stage, ...stage } };
    this.#seq += 1;
    return DesiredConference.parse({
      meetingId: this.meetingId,
      title: 'Test meeting',
      epoch: this.epoch,
      seq: this.#seq,
      plan: this.#plan,
      stillEveryMs: 0,
    });
  }

  /** Brings the same wish to all nodes, or to some. */
  put(
    stage: Partial<Stage> = {},
    { only, change = {} }: { only?: string[]; change?: Partial<ConferencePlan> } = {},
  ) {
    const desired = this.desired(stage, change);
    for (const [name, node] of this.nodes) if (!only || only.includes(name)) node.conferences.put(desired);
  }

  async ticket(
    seat: TicketSeat,
    node: string,
    claims: { exp?: number; iat?: number; jti?: string; meetingId?: MeetingId; deviceId?: string } = {},
  ) {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      meetingId: claims.meetingId ?? this.meetingId,
      seat,
      ...(claims.deviceId === undefined ? {} : { deviceId: claims.deviceId }),
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: TICKET_TYPE, kid: this.#key.kid })
      .setAudience(node)
      .setJti(claims.jti ?? randomUUID())
      .setIssuedAt(claims.iat ?? now)
      .setExpirationTime(claims.exp ?? now + 120)
      .sign(this.#signer);
  }

  room(node: string): TestRoom {
    return new TestRoom({ url: this.node(node).roomUrl, sendTo: (seatId) => this.endpoints.sendTo(seatId) });
  }

  /** A site's room joins at its node and publishes. */
  async enter(site: string, publish: readonly Source[] = ['camera', 'mic']): Promise<TestRoom> {
    const entry = this.#plan.roster.find((candidate) => candidate.siteId === site);
    if (!entry) throw new Error(`no site ${site}`);
    const room = this.room(entry.nodeId);
    const ticket = await this.ticket({ kind: 'site', siteId: entry.siteId }, entry.nodeId);
    await room.enter({ ticket }, publish);
    this.rooms.get(site)?.stop();
    this.rooms.set(site, room);
    return room;
  }

  async monitor(name: string, node: string, chamber: { chamberId?: ChamberId } = {}): Promise<TestRoom> {
    const room = this.room(node);
    await room.enter({ ticket: await this.ticket({ kind: 'monitor', monitorId: name, ...chamber }, node) });
    this.rooms.set(`monitor:${name}`, room);
    return room;
  }

  async stop(): Promise<void> {
    for (const room of this.rooms.values()) room.stop();
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    this.endpoints.close();
    for (const line of this.#lines) line.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Packets of one stream that reached a room since it was last opened for it. */
  packetsOf(room: TestRoom, siteId: string, source: Source): number {
    const ssrc = room.consumerOf(siteId, source)?.ssrc;
    return ssrc === undefined ? 0 : (this.endpoints.sink(room.seatId)?.packets.get(ssrc) ?? 0);
  }

  bytesOf(room: TestRoom, siteId: string, source: Source): number {
    const ssrc = room.consumerOf(siteId, source)?.ssrc;
    return ssrc === undefined ? 0 : (this.endpoints.sink(room.seatId)?.bytes.get(ssrc) ?? 0);
  }

  /** RTP packets that reached a seat's own socket. */
  packetsAt(seatId: string): number {
    return this.endpoints.sink(seatId)?.total ?? 0;
  }

  /** A node that starts again listens where it did before. */
  #portOf(name: string): number {
    return this.#ports.get(name) ?? 0;
  }

  #entry(name: string, node: string, number: number): RosterEntry {
    return aSite(name, { number, nodeId: NodeId.parse(node), mayPresent: true });
  }
}
