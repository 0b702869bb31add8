import {
  ExternalKind,
  ExternalRoute,
  type ExternalSystem,
  instant,
  MAX_EXTERNAL_SYSTEMS,
  type PeerId,
  type RegisterExternal,
} from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import type { Executor } from '../database/database.ts';

const systemsQuery = (executor: Executor) =>
  executor
    .selectFrom('external_system')
    .leftJoin('trunk_peer', 'trunk_peer.id', 'external_system.peer_id')
    .leftJoin('site', 'site.id', 'external_system.site_id')
    .selectAll('external_system')
    .select(['trunk_peer.name as peer_name', 'site.name as site_name']);
type SystemRow = Awaited<ReturnType<ReturnType<typeof systemsQuery>['execute']>>[number];

const systemOf = (row: SystemRow): ExternalSystem => ({
  systemId: row.id,
  name: row.name,
  kind: ExternalKind.parse(row.kind),
  owner: row.owner,
  route: ExternalRoute.parse(
    row.peer_id === null
      ? { kind: 'site', siteId: row.site_id, protocol: row.protocol, address: row.address }
      : { kind: 'trunk', peerId: row.peer_id },
  ),
  routeName: row.peer_name ?? row.site_name ?? '…',
  contact: row.contact,
  phone: row.phone,
  note: row.note,
  closedAt: row.closed_at && instant(row.closed_at.getTime()),
});

/** All systems ever registered, the open ones first. */
export async function listSystems(executor: Executor): Promise<ExternalSystem[]> {
  const rows = await systemsQuery(executor)
    .orderBy('external_system.closed_at', (order) => order.desc().nullsFirst())
    .orderBy('external_system.name')
    .limit(MAX_EXTERNAL_SYSTEMS)
    .execute();
  return rows.map(systemOf);
}

/** One that is not closed. */
export async function findSystem(executor: Executor, systemId: string): Promise<ExternalSystem | null> {
  const row = await systemsQuery(executor)
    .where('external_system.id', '=', systemId)
    .where('external_system.closed_at', 'is', null)
    .executeTakeFirst();
  return row ? systemOf(row) : null;
}

/** The open system that a linked installation stands for. */
export async function systemOfPeer(executor: Executor, peerId: PeerId): Promise<ExternalSystem | null> {
  const row = await systemsQuery(executor)
    .where('external_system.peer_id', '=', peerId)
    .where('external_system.closed_at', 'is', null)
    .executeTakeFirst();
  return row ? systemOf(row) : null;
}

/** How a system stands in its row. */
export const rowOf = ({ route, ...facts }: RegisterExternal) => ({
  ...facts,
  peer_id: route.kind === 'trunk' ? route.peerId : null,
  site_id: route.kind === 'site' ? route.siteId : null,
  protocol: route.kind === 'site' ? route.protocol : null,
  address: route.kind === 'site' ? route.address : '',
});

/** An installation that was linked is in the register from then on, under the name it has given itself. */
export async function registerLinked(
  executor: Executor,
  { peerId, name, code }: { readonly peerId: PeerId; readonly name: string; readonly code: string },
  made: { readonly at: Date; readonly by: string },
): Promise<void> {
  const open = (await listSystems(executor)).filter(({ closedAt }) => closedAt === null);
  const isTaken = open.some((one) => one.name.toLowerCase() === name.toLowerCase());
  await executor
    .insertInto('external_system')
    .values({
      id: uuidv7(),
      name: isTaken ? `${name.slice(0, 180)} (${code})` : name,
      kind: 'other',
      owner: name,
      peer_id: peerId,
      site_id: null,
      protocol: null,
      address: '',
      contact: '',
      phone: '',
      note: '',
      made_at: made.at,
      made_by: made.by,
      closed_by: null,
    })
    .execute();
}
