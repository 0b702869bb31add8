import {
  type Asset,
  AssetCause,
  AssetId,
  AssetKind,
  type AssetRules,
  AssetState,
  Funding,
  OrganisationId,
  SiteId,
  VerdictKind,
} from '@nhipcau/contracts';
import { can, useRefusal, type Verdict } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { dayOf, type Worker } from '../staff/staff-parts.ts';
import type { Units } from '../staff/units.ts';

const assets = (executor: Executor) =>
  executor
    .selectFrom('asset')
    .selectAll()
    .select(sql<string | null>`acquired_on::text`.as('acquired_day'))
    .select(sql<string>`(cause_at at time zone 'Asia/Ho_Chi_Minh')::date::text`.as('cause_day'))
    .select((query) =>
      query
        .exists(
          query
            .selectFrom('asset_request')
            .select('asset_request.id')
            .whereRef('asset_request.asset_id', '=', 'asset.id')
            .where('asset_request.state', '=', 'asked'),
        )
        .as('is_asked'),
    );
type Row = Awaited<ReturnType<ReturnType<typeof assets>['execute']>>[number];
export type AssetRecord = ReturnType<typeof recordOf>;

const recordOf = (row: Row) => ({
  assetId: AssetId.parse(row.id),
  code: row.code,
  kind: AssetKind.parse(row.kind),
  model: row.model,
  serial: row.serial,
  ownerId: OrganisationId.parse(row.owner_id),
  custodianId: OrganisationId.parse(row.custodian_id),
  keeper: row.keeper,
  siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
  room: row.room,
  state: AssetState.parse(row.state),
  funding: Funding.parse(row.funding),
  acquiredOn: dayOf(row.acquired_day),
  cause: AssetCause.parse(row.cause),
  causeAt: row.cause_at.getTime(),
  causeOn: row.cause_day,
  note: row.note,
  isAsked: row.is_asked === true,
  revision: row.revision,
});

/** Devices by their number in the inventory; `only` narrows to a site or to a custodian. */
export async function listAssets(
  executor: Executor,
  only: { siteId?: string | undefined; organisationId?: string | undefined; state?: AssetState } = {},
): Promise<AssetRecord[]> {
  let query = assets(executor).orderBy('code').limit(10_000);
  if (only.siteId !== undefined) query = query.where('site_id', '=', only.siteId);
  if (only.organisationId !== undefined) query = query.where('custodian_id', '=', only.organisationId);
  if (only.state !== undefined) query = query.where('state', '=', only.state);
  return (await query.execute()).map(recordOf);
}

export async function findAsset(
  executor: Executor,
  assetId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<AssetRecord | null> {
  const query = assets(executor).where('id', '=', assetId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row ? recordOf(row) : null;
}

/** Verdicts on devices, oldest first. */
export async function verdictsOf(executor: Executor, assetIds: readonly string[] | null) {
  const rows = await executor
    .selectFrom('asset_verdict')
    .selectAll()
    .select(sql<string>`on_day::text`.as('on_text'))
    .$if(assetIds !== null, (query) => query.where('asset_id', 'in', assetIds ?? []))
    .orderBy('id')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      assetId: row.asset_id,
      kind: VerdictKind.parse(row.kind),
      passed: row.passed,
      by: row.by_whom,
      document: row.document,
      on: row.on_text,
      words: row.words,
      at: row.at.getTime(),
      byName: row.by_name,
    })),
    ({ assetId }) => assetId,
  );
}

/** Whoever keeps it, and whoever owns it, looks at it. */
export const mayRead = ({ grants }: Worker['person'], asset: AssetRecord, units: Units): boolean =>
  can(grants, 'asset.read', units.placeOf(asset.custodianId, asset.siteId)) ||
  can(grants, 'asset.read', units.placeOf(asset.ownerId));

export function viewOf(
  asset: AssetRecord,
  {
    rules,
    units,
    verdicts,
    person,
  }: { rules: AssetRules; units: Units; verdicts: readonly Verdict[]; person: Worker['person'] },
): Asset {
  const { cause: _cause, causeAt: _causeAt, causeOn: _causeOn, ...rest } = asset;
  return {
    ...rest,
    ownerName: units.nameOf(asset.ownerId),
    custodianName: units.nameOf(asset.custodianId),
    siteName: asset.siteId === null ? null : (units.site(asset.siteId)?.name ?? null),
    refusal: asset.state === 'retired' ? null : useRefusal(rules, { ...asset, verdicts }),
    mayWrite: can(person.grants, 'asset.write', units.placeOf(asset.custodianId, asset.siteId)),
  };
}
