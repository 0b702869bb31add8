import { createHash } from 'node:crypto';
import { type Instant, instant, RoomConfiguration, SheetFields } from '@nhipcau/contracts';
import { sheetFieldsOf } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';

/** The settings of a device that count. */
export interface StoredSheet {
  readonly assetId: string;
  readonly version: number;
  readonly fields: SheetFields;
  readonly at: Instant;
  readonly byName: string;
  /** Short name of exactly these settings. */
  readonly code: string;
}

/** The newest sheet of each device. */
export async function sheetsOf(
  executor: Executor,
  assetIds: readonly string[],
): Promise<Map<string, StoredSheet>> {
  if (assetIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('asset_sheet')
    .distinctOn('asset_id')
    .selectAll()
    .where('asset_id', 'in', assetIds)
    .orderBy('asset_id')
    .orderBy('version', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [
      row.asset_id,
      {
        assetId: row.asset_id,
        version: row.version,
        fields: SheetFields.parse(row.fields),
        at: instant(row.at.getTime()),
        byName: row.by_name,
        code: row.hash.toString('hex').slice(0, 8).toUpperCase(),
      },
    ]),
  );
}

/** The next version of a sheet; what is not spoken of stays as it was. */
export async function addSheet(
  executor: Executor,
  { assetId, fields, requestId = null }: { assetId: string; fields: SheetFields; requestId?: string | null },
  { at, byName }: { at: number; byName: string },
): Promise<number> {
  const before = (await sheetsOf(executor, [assetId])).get(assetId);
  const all = Object.entries({ ...before?.fields, ...fields }).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(all));
  const version = (before?.version ?? 0) + 1;
  await executor
    .insertInto('asset_sheet')
    .values({
      asset_id: assetId,
      version,
      fields: text,
      hash: createHash('sha256').update(text).digest(),
      request_id: requestId,
      at: new Date(at),
      by_name: byName,
    })
    .execute();
  return version;
}

/** What the terminal of a site reported last, in whichever meeting. */
export async function reportedBy(
  executor: Executor,
  siteId: string,
): Promise<{ at: Instant; fields: SheetFields } | null> {
  const row = await executor
    .selectFrom('room_configuration')
    .select(['at', 'fields'])
    .where('site_id', '=', siteId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row
    ? { at: instant(row.at.getTime()), fields: sheetFieldsOf(RoomConfiguration.parse(row.fields)) }
    : null;
}
