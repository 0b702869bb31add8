import type { Clock } from '@nhipcau/base';
import {
  type AcceptInvitation,
  INVITATION_FORMAT,
  InvitationRead,
  type IssueInvitation,
  instant,
  type OwnInstallation,
  PeerId,
  type SessionInfo,
  type TrunkInvitation,
  type TrunkPeers,
} from '@nhipcau/contracts';
import { agreedBudget } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { registerLinked } from './external.repository.ts';
import { INVITATION_LIFE_MS, readInvitation, writeInvitation } from './invitation.ts';
import {
  findInstallation,
  findPeer,
  listActivePeers,
  listPeers,
  type PeerRecord,
} from './peers.repository.ts';
import { fingerprintOf, type TrunkKeys } from './trunk-keys.ts';

/** Who acts, and where it is recorded. */
export interface Acting {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

/** How the peers are reached at present. */
export interface PeerLines {
  presenceOf(peerId: PeerId): { readonly connected: boolean; readonly since: number | null };
  /** Peers were linked or revoked, or the own key is new. */
  refresh(): void;
}

export interface PeersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: TrunkKeys;
}

/**
 * Which installations this one is joined with (R-MCU-08). Both administrators hand each other an invitation and each
 * accepts the other's: nothing works before both have (rule TK-14).
 */
export class PeersService {
  readonly #options: PeersOptions;
  /** Given after both exist. */
  lines: PeerLines | null = null;
  /** What must end when a peer is revoked. */
  onRevoked: (peerId: PeerId) => Promise<void> = async () => {};
  /** Names are different now. */
  onNamed: () => void = () => {};

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  async overview(): Promise<TrunkPeers> {
    const { database, keys } = this.#options;
    const { publicKey } = keys.current;
    const peers = await listPeers(database);
    return {
      own: await findInstallation(database),
      fingerprint: fingerprintOf(publicKey),
      peers: peers.map((peer) => {
        const { connected, since } = this.lines?.presenceOf(peer.peerId) ?? { connected: false, since: null };
        return {
          peerId: peer.peerId,
          code: peer.code,
          name: peer.name,
          side: peer.side,
          address: peer.address,
          fingerprint: fingerprintOf(peer.publicKey),
          budget: peer.budget,
          acceptedAt: instant(peer.acceptedAt.getTime()),
          acceptedBy: peer.acceptedBy,
          revokedAt: peer.revokedAt && instant(peer.revokedAt.getTime()),
          connected,
          since: since === null ? null : instant(since),
          keyKnown: peer.knownKey === publicKey,
        };
      }),
    };
  }

  /** Who we are to others. The code stays as long as somebody knows us by it. */
  async name(own: OwnInstallation, acting: Acting): Promise<void> {
    const { database } = this.#options;
    await database.transaction().execute(async (trx) => {
      const before = await findInstallation(trx);
      if (before && before.code !== own.code && (await listActivePeers(trx)).length > 0)
        throw new AppError('PEER_KNOWN', { code: before.code });
      await trx
        .insertInto('installation')
        .values(own)
        .onConflict((conflict) => conflict.column('single').doUpdateSet(own))
        .execute();
      await this.#audit(trx, 'installation.name', own.code, acting, { address: own.address });
    });
    this.onNamed();
  }

  /** @throws {AppError} INSTALLATION_UNNAMED */
  async issue(
    { side, budget }: IssueInvitation,
    acting: Acting,
  ): Promise<{ text: string; fingerprint: string }> {
    const { database, clock, keys } = this.#options;
    const own = await findInstallation(database);
    if (own === null || (side === 'upper' && own.address === null))
      throw new AppError('INSTALLATION_UNNAMED', { missing: own === null ? 'code' : 'address' });
    const { current } = keys;
    const now = clock.now();
    const invitation: TrunkInvitation = {
      format: INVITATION_FORMAT,
      code: own.code,
      name: own.name,
      side,
      publicKey: current.publicKey,
      address: side === 'upper' ? own.address : null,
      budget,
      issuedAt: instant(now),
      expiresAt: instant(now + INVITATION_LIFE_MS),
    };
    await this.#audit(database, 'trunk.invitation', own.code, acting, { side });
    return { text: writeInvitation(invitation, current), fingerprint: fingerprintOf(current.publicKey) };
  }

  /** @throws {AppError} INVITATION_INVALID, INVITATION_EXPIRED, INVITATION_OWN, PEER_KNOWN, INSTALLATION_UNNAMED */
  async read(text: string): Promise<InvitationRead> {
    const { database, clock, keys } = this.#options;
    const invitation = readInvitation(text, clock.now());
    const own = await findInstallation(database);
    if (own === null) throw new AppError('INSTALLATION_UNNAMED', { missing: 'code' });
    if (keys.knownAs(invitation.publicKey) || own.code === invitation.code)
      throw new AppError('INVITATION_OWN');
    const known = (await listActivePeers(database)).find((peer) => peer.code === invitation.code);
    if (known && known.side !== invitation.side) throw new AppError('PEER_KNOWN', { code: known.code });
    return InvitationRead.parse({
      ...invitation,
      fingerprint: fingerprintOf(invitation.publicKey),
      replaces: known?.peerId ?? null,
    });
  }

  /** Consent of this side. An installation that is known already gets its new key, address and limits. */
  async accept({ text, budget }: AcceptInvitation, acting: Acting): Promise<PeerId> {
    const { database, clock, keys } = this.#options;
    const invitation = await this.read(text);
    const { replaces, code, name, side, address, publicKey } = invitation;
    const peerId = replaces ?? PeerId.parse(uuidv7());
    const agreed = agreedBudget(invitation.budget, budget);
    const values = {
      name,
      address,
      public_key: publicKey,
      known_key: keys.current.publicKey,
      budget: JSON.stringify(agreed),
      accepted_at: new Date(clock.now()),
      accepted_by: acting.person.name,
    };
    await database.transaction().execute(async (trx) => {
      if (replaces === null)
        await trx
          .insertInto('trunk_peer')
          .values({ id: peerId, code, side, ...values })
          .execute();
      else await trx.updateTable('trunk_peer').set(values).where('id', '=', peerId).execute();
      if (replaces === null)
        await registerLinked(trx, { peerId, name, code }, { at: values.accepted_at, by: values.accepted_by });
      const facts = { side, fingerprint: invitation.fingerprint, isRenewal: replaces !== null };
      await this.#audit(trx, 'trunk.peerAccepted', code, acting, facts);
    });
    this.onNamed();
    this.lines?.refresh();
    return peerId;
  }

  /** @throws {AppError} PEER_UNKNOWN */
  async revoke(peerId: PeerId, acting: Acting): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction().execute(async (trx) => {
      const peer = await findPeer(trx, peerId);
      if (!peer) throw new AppError('PEER_UNKNOWN', { peerId });
      await trx
        .updateTable('trunk_peer')
        .set({ revoked_at: new Date(clock.now()), revoked_by: acting.person.name })
        .where('id', '=', peerId)
        .where('revoked_at', 'is', null)
        .execute();
      await trx
        .updateTable('external_system')
        .set({ closed_at: new Date(clock.now()), closed_by: acting.person.name })
        .where('peer_id', '=', peerId)
        .where('closed_at', 'is', null)
        .execute();
      await this.#audit(trx, 'trunk.peerRevoked', peer.code, acting);
    });
    this.onNamed();
    await this.onRevoked(peerId);
    this.lines?.refresh();
  }

  /** A new key of our own; connected peers are told at once, others when they connect. */
  async renewKey(acting: Acting): Promise<void> {
    const { database, clock, keys } = this.#options;
    const { publicKey } = keys.renew(clock.now());
    await this.#audit(database, 'trunk.keyRenewed', null, acting, { fingerprint: fingerprintOf(publicKey) });
    this.lines?.refresh();
  }

  /** A peer has taken our new key. */
  async keyTaken({ peerId, code }: PeerRecord, publicKey: string): Promise<void> {
    const { database, clock, keys } = this.#options;
    await database.transaction().execute(async (trx) => {
      await trx.updateTable('trunk_peer').set({ known_key: publicKey }).where('id', '=', peerId).execute();
      await appendAudit(trx, {
        at: clock.now(),
        actor: peerActor(code),
        action: 'trunk.keyTaken',
        subject: code,
      });
    });
    const known = (await listActivePeers(database)).map((peer) => peer.knownKey);
    keys.prune(new Set(known), clock.now());
  }

  /** A peer proved by its old key that it has a new one. */
  async keyGiven({ peerId, code }: PeerRecord, publicKey: string): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction().execute(async (trx) => {
      await trx.updateTable('trunk_peer').set({ public_key: publicKey }).where('id', '=', peerId).execute();
      await appendAudit(trx, {
        at: clock.now(),
        actor: peerActor(code),
        action: 'trunk.peerKeyRenewed',
        subject: code,
        facts: { fingerprint: fingerprintOf(publicKey) },
      });
    });
  }

  async #audit(
    executor: Executor,
    action: string,
    subject: string | null,
    { person, correlationId }: Acting,
    facts: Record<string, unknown> = {},
  ): Promise<void> {
    const actor = { actorKind: 'user' as const, actorId: person.userId, actorName: person.name };
    await appendAudit(executor, {
      at: this.#options.clock.now(),
      actor,
      action,
      subject,
      facts,
      correlationId,
    });
  }
}

/** Another installation as the audit names it. */
export const peerActor = (code: string): AuditActor => ({
  actorKind: 'peer',
  actorId: code,
  actorName: null,
});
