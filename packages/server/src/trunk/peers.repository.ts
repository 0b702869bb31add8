import { InstallationCode, LinkBudget, OwnInstallation, PeerId, TrunkSide } from '@nhipcau/contracts';
import type { Selectable } from 'kysely';
import type { Executor } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

/** Another installation as the database knows it. */
export interface PeerRecord {
  readonly peerId: PeerId;
  readonly code: InstallationCode;
  readonly name: string;
  readonly side: TrunkSide;
  readonly address: string | null;
  readonly publicKey: string;
  /** The key of ours that it knows. */
  readonly knownKey: string;
  readonly budget: LinkBudget;
  readonly acceptedAt: Date;
  readonly acceptedBy: string;
  readonly revokedAt: Date | null;
}

const peerOf = (row: Selectable<Tables['trunk_peer']>): PeerRecord => ({
  peerId: PeerId.parse(row.id),
  code: InstallationCode.parse(row.code),
  name: row.name,
  side: TrunkSide.parse(row.side),
  address: row.address,
  publicKey: row.public_key,
  knownKey: row.known_key,
  budget: LinkBudget.parse(row.budget),
  acceptedAt: row.accepted_at,
  acceptedBy: row.accepted_by,
  revokedAt: row.revoked_at,
});

export async function findInstallation(executor: Executor): Promise<OwnInstallation | null> {
  const row = await executor
    .selectFrom('installation')
    .select(['code', 'name', 'address'])
    .executeTakeFirst();
  return row ? OwnInstallation.parse(row) : null;
}

/** All installations ever linked, the present ones first. */
export async function listPeers(executor: Executor): Promise<PeerRecord[]> {
  const rows = await executor
    .selectFrom('trunk_peer')
    .selectAll()
    .orderBy('revoked_at', (order) => order.desc().nullsFirst())
    .orderBy('accepted_at')
    .limit(500)
    .execute();
  return rows.map(peerOf);
}

/** Only those that are not revoked. */
export async function listActivePeers(executor: Executor): Promise<PeerRecord[]> {
  return (await listPeers(executor)).filter((peer) => peer.revokedAt === null);
}

export async function findPeer(executor: Executor, peerId: PeerId): Promise<PeerRecord | null> {
  const row = await executor
    .selectFrom('trunk_peer')
    .selectAll()
    .where('id', '=', peerId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ? peerOf(row) : null;
}
