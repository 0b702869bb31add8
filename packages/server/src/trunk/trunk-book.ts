import { type Clock, SerialQueue } from '@nhipcau/base';
import { instant, type MeetingId, type PeerId, type TrunkEndReason, type TrunkId } from '@nhipcau/contracts';
import { nextTrunk, type TrunkMove } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { findTrunk, openTrunks, saveFeed, saveTrunk, type TrunkRecord } from './trunk-store.ts';

/** Who moved a trunk, and how the audit calls it. */
export interface Moved {
  readonly actor: AuditActor;
  readonly action: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly correlationId?: string;
}

/** All trunks that are not over, in memory as in the database; every move is a line of the audit. */
export class TrunkBook {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #open = new Map<TrunkId, TrunkRecord>();
  readonly #queue = new SerialQueue();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const trunk of await openTrunks(this.#database)) this.#open.set(trunk.trunkId, trunk);
  }

  get open(): readonly TrunkRecord[] {
    return [...this.#open.values()];
  }

  get(trunkId: TrunkId): TrunkRecord | null {
    return this.#open.get(trunkId) ?? null;
  }

  with(peerId: PeerId): TrunkRecord[] {
    return this.open.filter((trunk) => trunk.peerId === peerId);
  }

  of(meetingId: MeetingId): TrunkRecord[] {
    return this.open.filter((trunk) => trunk.meetingId === meetingId);
  }

  /** Also one that is over. */
  async find(trunkId: TrunkId): Promise<TrunkRecord | null> {
    return this.get(trunkId) ?? (await findTrunk(this.#database, trunkId));
  }

  async add(trunk: TrunkRecord, moved: Moved): Promise<void> {
    await this.#queue.run(async () => {
      await this.#store(trunk, moved);
      this.#open.set(trunk.trunkId, trunk);
    });
  }

  /** @throws {AppError} TRUNK_OVER */
  async move(
    trunkId: TrunkId,
    move: TrunkMove,
    change: Partial<Omit<TrunkRecord, 'trunkId' | 'state'>>,
    moved: Moved,
  ): Promise<TrunkRecord> {
    return this.#change(trunkId, moved, ({ state }) => {
      const next = nextTrunk(state, move);
      if (!next.ok) throw new AppError('TRUNK_OVER', { trunkId });
      return { ...change, state: next.value };
    });
  }

  /** Taking part is over. Ending what is over is harmless. */
  async end(trunkId: TrunkId, reason: TrunkEndReason, moved: Moved): Promise<TrunkRecord | null> {
    const known = this.get(trunkId);
    if (!known) return null;
    const at = instant(this.#clock.now());
    return this.move(
      trunkId,
      { kind: 'ended', reason, at },
      {},
      { ...moved, facts: { ...moved.facts, reason } },
    );
  }

  /** The control line of a joined trunk came or went: not stored, it is observed anew after a restart. */
  control(trunkId: TrunkId, isUp: boolean): void {
    const known = this.get(trunkId);
    if (known?.state.kind !== 'joined') return;
    const at = instant(this.#clock.now());
    const next = nextTrunk(known.state, { kind: isUp ? 'controlBack' : 'controlLost', at });
    if (next.ok) this.#open.set(trunkId, { ...known, state: next.value });
  }

  /** What the other side gives now. */
  async feed(trunkId: TrunkId, given: Pick<TrunkRecord, 'up'> | Pick<TrunkRecord, 'down'>): Promise<void> {
    const known = this.get(trunkId);
    if (!known) return;
    const trunk = { ...known, ...given };
    this.#open.set(trunkId, trunk);
    await saveFeed(this.#database, trunk);
  }

  /** @throws {AppError} TRUNK_OVER */
  async change(trunkId: TrunkId, change: Pick<TrunkRecord, 'outSiteId'>, moved: Moved): Promise<void> {
    await this.#change(trunkId, moved, () => change);
  }

  /** One after the other, each on what the one before left. */
  #change(
    trunkId: TrunkId,
    moved: Moved,
    changeOf: (known: TrunkRecord) => Partial<TrunkRecord>,
  ): Promise<TrunkRecord> {
    return this.#queue.run(async () => {
      const known = this.get(trunkId);
      if (!known) throw new AppError('TRUNK_OVER', { trunkId });
      const change = changeOf(known);
      await this.#store({ ...known, ...change }, moved);
      // What the other side gave while it was stored stays.
      const trunk = { ...(this.get(trunkId) ?? known), ...change };
      if (trunk.state.kind === 'ended') this.#open.delete(trunkId);
      else this.#open.set(trunkId, trunk);
      return trunk;
    });
  }

  async #store(trunk: TrunkRecord, { actor, action, facts = {}, correlationId }: Moved): Promise<void> {
    const { trunkId, meetingId } = trunk;
    await this.#database.transaction().execute(async (trx) => {
      await saveTrunk(trx, trunk);
      const line = { at: this.#clock.now(), actor, action, meetingId, subject: trunkId, facts };
      await appendAudit(trx, correlationId === undefined ? line : { ...line, correlationId });
    });
  }
}
