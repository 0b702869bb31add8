import type { Clock } from '@nhipcau/base';
import {
  type AskUpper,
  MAX_TRUNK_ASKS,
  type MeetingExternals,
  type MeetingId,
  type PeerId,
  type ShownAsk,
  type TrunkAsk,
  type TrunkId,
  type TrunkRefusal,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database, Executor } from '../database/database.ts';
import {
  type AskRecord,
  addAsk,
  answerAsk,
  asksOfMeeting,
  asksWith,
  findAsk,
  openAsksFromBelow,
} from './asks.repository.ts';
import type { ConsentsService } from './consents.service.ts';
import { listSystems, systemOfPeer } from './external.repository.ts';
import { findPeer, listActivePeers, type PeerRecord } from './peers.repository.ts';
import { type Acting, peerActor } from './peers.service.ts';
import { Telling } from './telling.ts';
import { actingAs, meetingOf } from './trunk-access.ts';
import type { TrunkLine } from './trunk-line.ts';
import type { TrunkLines } from './trunk-lines.ts';

export interface AsksOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly meetings: LiveMeetings;
  readonly consents: ConsentsService;
  /** Given after both exist. */
  readonly lines: () => TrunkLines;
}

/** What the trunks have to do with requests. */
export interface AskedTrunks {
  invite(meetingId: MeetingId, peerId: PeerId, acting: Acting): Promise<TrunkId>;
  tellInvites(peerId: PeerId): void;
}

const shown = ({ side: _side, meetingId: _ours, ...ask }: AskRecord): ShownAsk => ask;

/**
 * A lower installation asks to take part in a conference above (R-MCU-07, rule TK-18): the request, the upper's consent
 * – which is an invitation – or its refusal.
 */
export class AsksService {
  readonly #options: AsksOptions;
  readonly #telling: Telling;
  /** Given after both exist. */
  trunks: AskedTrunks | null = null;

  constructor(options: AsksOptions) {
    this.#options = options;
    const { clock, log, lines } = options;
    const lineTo = (peerId: PeerId) => {
      const line = lines().lineTo(peerId);
      return line?.peer.side === 'upper' ? line : null;
    };
    this.#telling = new Telling({ clock, log, lineTo, say: (line) => this.#say(line) });
  }

  /** Everything that is not ours and what was agreed for one meeting. */
  async ofMeeting(meetingId: MeetingId, acting: Acting): Promise<MeetingExternals> {
    const { database, consents, lines } = this.#options;
    await meetingOf(this.#options, meetingId, acting);
    const consented = await consents.ofMeeting(meetingId);
    const systems = (await listSystems(database)).filter(
      ({ closedAt, systemId }) => closedAt === null || consented.has(systemId),
    );
    const peers = (await listActivePeers(database)).filter(({ side }) => side === 'upper');
    return {
      systems: systems.map((system) => ({ ...system, consent: consented.get(system.systemId) ?? null })),
      asks: (await openAsksFromBelow(database)).map(shown),
      asked: (await asksOfMeeting(database, meetingId)).map(shown),
      askable: peers.map(({ peerId, name }) => ({
        peerId,
        name,
        connected: lines().presenceOf(peerId).connected,
      })),
    };
  }

  // The lower side.

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, MEETING_ENDED, PEER_UNKNOWN, ASK_OPEN, ASKS_TOO_MANY */
  async ask(
    meetingId: MeetingId,
    { peerId, consentedBy, documentNumber, documentOn, note }: AskUpper,
    acting: Acting,
  ): Promise<void> {
    const { database, clock } = this.#options;
    const { state, record } = await meetingOf(this.#options, meetingId, acting);
    if (state.phase === 'ended') throw new AppError('MEETING_ENDED');
    await database.transaction().execute(async (trx) => {
      const peer = await findPeer(trx, peerId);
      if (peer?.side !== 'upper') throw new AppError('PEER_UNKNOWN', { peerId });
      const open = await asksWith(trx, peerId, 'upper', 'open');
      if (open.some((ask) => ask.meetingId === meetingId)) throw new AppError('ASK_OPEN', { peerId });
      if (open.length >= MAX_TRUNK_ASKS) throw new AppError('ASKS_TOO_MANY', { limit: MAX_TRUNK_ASKS });
      const ask = { requestId: uuidv7(), title: record.title, consentedBy, documentNumber, documentOn, note };
      await addAsk(trx, ask, { peerId, side: 'upper', meetingId, at: new Date(clock.now()) });
      const facts = { peer: peer.code, documentNumber };
      await this.#audit(trx, actingAs(acting), 'trunk.ask', meetingId, { subject: ask.requestId, facts });
    });
    this.tellAsks(peerId);
  }

  /** @throws {AppError} as `ask`, and ASK_UNKNOWN, ASK_ANSWERED */
  async takeBack(meetingId: MeetingId, requestId: string, acting: Acting): Promise<void> {
    const { database } = this.#options;
    await meetingOf(this.#options, meetingId, acting);
    const ask = await findAsk(database, requestId);
    if (ask?.meetingId !== meetingId) throw new AppError('ASK_UNKNOWN', { requestId });
    await this.#answer(ask, 'withdrawn', acting);
    this.tellAsks(ask.peerId);
  }

  /** The upper learns what is asked of it, now or when it is there. */
  tellAsks(peerId: PeerId): void {
    this.#telling.tell(peerId);
  }

  async #say(line: TrunkLine): Promise<void> {
    const open = await asksWith(this.#options.database, line.peer.peerId, 'upper', 'open');
    await line.asks(
      open
        .slice(0, MAX_TRUNK_ASKS)
        .map(({ requestId, title, consentedBy, documentNumber, documentOn, note }) => ({
          requestId,
          title,
          consentedBy,
          documentNumber,
          documentOn,
          note,
        })),
    );
  }

  /** The upper has answered by an invitation. */
  async invited(peer: PeerRecord, requestId: string, trunkId: TrunkId): Promise<void> {
    await this.#answeredBy(peer, requestId, { state: 'invited', trunkId });
  }

  async refused(peer: PeerRecord, refusals: readonly TrunkRefusal[]): Promise<void> {
    for (const { requestId, reason } of refusals)
      await this.#answeredBy(peer, requestId, { state: 'refused', reason });
  }

  async #answeredBy(
    peer: PeerRecord,
    requestId: string,
    answer: { readonly state: 'invited'; readonly trunkId: TrunkId } | { state: 'refused'; reason: string },
  ): Promise<void> {
    const { database, clock } = this.#options;
    const ask = await findAsk(database, requestId);
    if (ask?.peerId !== peer.peerId || ask.side !== 'upper' || ask.state !== 'open') return;
    await database.transaction().execute(async (trx) => {
      if (!(await answerAsk(trx, requestId, { ...answer, at: new Date(clock.now()), by: peer.name }))) return;
      await this.#audit(trx, peerActor(peer.code), `trunk.ask.${answer.state}`, ask.meetingId, {
        subject: requestId,
      });
    });
  }

  // The upper side.

  /** All that an installation below asks for now; what it does not name any more it has taken back. */
  async asked(peer: PeerRecord, asks: readonly TrunkAsk[]): Promise<void> {
    const { database, clock } = this.#options;
    const at = new Date(clock.now());
    const named = new Set(asks.map(({ requestId }) => requestId));
    await database.transaction().execute(async (trx) => {
      for (const known of await asksWith(trx, peer.peerId, 'lower', 'open'))
        if (!named.has(known.requestId))
          await answerAsk(trx, known.requestId, { state: 'withdrawn', at, by: peer.name });
      for (const ask of asks) {
        if ((await findAsk(trx, ask.requestId)) !== null) continue;
        await addAsk(trx, ask, { peerId: peer.peerId, side: 'lower', meetingId: null, at });
        const facts = { title: ask.title, documentNumber: ask.documentNumber };
        await this.#audit(trx, peerActor(peer.code), 'trunk.asked', null, { subject: ask.requestId, facts });
      }
    });
  }

  /**
   * Consent of the upper side: the document of the request is written down as the consent of its system, and it is invited.
   *
   * @throws {AppError} as `ask`, and ASK_UNKNOWN, ASK_ANSWERED, MEETING_NOT_LIVE, EXTERNAL_UNKNOWN
   */
  async approve(meetingId: MeetingId, requestId: string, acting: Acting): Promise<void> {
    const { database, clock, consents } = this.#options;
    const { state } = await meetingOf(this.#options, meetingId, acting);
    if (state.phase !== 'live') throw new AppError('MEETING_NOT_LIVE');
    const ask = await this.#open(requestId);
    const system = await systemOfPeer(database, ask.peerId);
    if (system === null) throw new AppError('EXTERNAL_UNKNOWN', { peerId: ask.peerId });
    const { systemId } = system;
    const { consentedBy, documentNumber, documentOn, note } = ask;
    if (!(await consents.ofMeeting(meetingId)).has(systemId))
      await consents.record(
        meetingId,
        { systemId, consentedBy, documentNumber, documentOn, note },
        { name: acting.person.name, actor: actingAs(acting) },
        acting,
      );
    if (this.trunks === null) throw new AppError('PEER_AWAY');
    const trunkId = await this.trunks.invite(meetingId, ask.peerId, acting);
    const at = new Date(clock.now());
    const answer = { state: 'invited' as const, at, by: acting.person.name, trunkId };
    if (!(await answerAsk(database, requestId, answer))) throw new AppError('ASK_ANSWERED', { requestId });
    this.trunks.tellInvites(ask.peerId);
  }

  /** @throws {AppError} as `ask`, and ASK_UNKNOWN, ASK_ANSWERED */
  async refuse(meetingId: MeetingId, requestId: string, reason: string, acting: Acting): Promise<void> {
    await meetingOf(this.#options, meetingId, acting);
    const ask = await this.#open(requestId);
    await this.#answer(ask, 'refused', acting, reason);
    this.trunks?.tellInvites(ask.peerId);
  }

  async #open(requestId: string): Promise<AskRecord> {
    const ask = await findAsk(this.#options.database, requestId);
    if (ask?.side !== 'lower') throw new AppError('ASK_UNKNOWN', { requestId });
    if (ask.state !== 'open') throw new AppError('ASK_ANSWERED', { requestId });
    return ask;
  }

  async #answer(
    { requestId, meetingId }: AskRecord,
    state: 'withdrawn' | 'refused',
    acting: Acting,
    reason?: string,
  ): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction().execute(async (trx) => {
      const at = new Date(clock.now());
      const answer = { state, at, by: acting.person.name, ...(reason === undefined ? {} : { reason }) };
      if (!(await answerAsk(trx, requestId, answer))) throw new AppError('ASK_ANSWERED', { requestId });
      const facts = reason === undefined ? {} : { reason };
      await this.#audit(trx, actingAs(acting), `trunk.ask.${state}`, meetingId, {
        subject: requestId,
        facts,
      });
    });
  }

  async #audit(
    trx: Executor,
    actor: AuditActor,
    action: string,
    meetingId: MeetingId | null,
    line: { readonly subject: string; readonly facts?: Record<string, unknown> },
  ): Promise<void> {
    await appendAudit(trx, { at: this.#options.clock.now(), actor, action, meetingId, ...line });
  }
}
