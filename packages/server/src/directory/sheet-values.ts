import type { SheetKind } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Every row of a kind by id, as the cells an export would write. */
export async function currentRows(
  executor: Executor,
  kind: SheetKind,
): Promise<Map<string, Readonly<Record<string, string>>>> {
  const rows = await readers[kind](executor);
  return new Map(rows.map((row) => [row['id'] ?? '', row]));
}

type Cells = Record<string, string>;
const text = (value: string | number | null): string => (value === null ? '' : `${value}`);

const readers: Readonly<Record<SheetKind, (executor: Executor) => Promise<Cells[]>>> = {
  organisation: async (executor) => {
    const rows = await executor
      .selectFrom('organisation')
      .innerJoin('level', 'level.code', 'organisation.level_code')
      .selectAll('organisation')
      .where('ended_on', 'is', null)
      .where('begins_on', 'is', null)
      .orderBy('level.rank')
      .orderBy('organisation.sort_key')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      code: row.code,
      name: row.name,
      levelCode: row.level_code,
      kind: row.kind,
      parentId: text(row.parent_id),
      address: text(row.address),
      telephone: text(row.telephone),
      email: text(row.email),
    }));
  },
  site: async (executor) => {
    const rows = await executor.selectFrom('site').selectAll().orderBy('number').execute();
    return rows.map((row) => ({
      id: row.id,
      number: text(row.number),
      name: row.name,
      organisationId: row.organisation_id,
      levelCode: row.level_code,
      nodeId: row.node_id,
      address: text(row.address),
      room: row.room,
      terminal: row.terminal,
      network: row.network,
      roles: row.roles.join(' '),
      dutyTitle: text(row.duty_title),
      dutyPhone: text(row.duty_phone),
    }));
  },
  room: async (executor) => {
    const rows = await executor
      .selectFrom('room')
      .innerJoin('site', 'site.id', 'room.site_id')
      .selectAll('room')
      .orderBy('site.number')
      .orderBy(sql`room.id`)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      siteId: row.site_id,
      name: row.name,
      kind: row.kind,
      seats: text(row.seats),
      status: row.status,
    }));
  },
  asset: async (executor) => {
    const rows = await executor
      .selectFrom('asset')
      .selectAll()
      .select(sql<string | null>`acquired_on::text`.as('acquired_day'))
      .orderBy('code')
      .execute();
    return rows.map((row) => ({
      id: row.code,
      kind: row.kind,
      name: row.model,
      serial: text(row.serial),
      ownerId: row.owner_id,
      custodianId: row.custodian_id,
      keeper: text(row.keeper),
      siteId: text(row.site_id),
      room: text(row.room),
      funding: row.funding,
      cause: row.cause,
      acquiredOn: text(row.acquired_day),
      note: text(row.note),
    }));
  },
};
