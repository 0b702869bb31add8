import { type RoomConfiguration, SheetFields } from '@nhipcau/contracts';
import { sheetFieldsOf, sheetFieldWords, unapprovedChanges } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { noticeViolation } from '../security/notice-violation.ts';
import { listAssets } from './assets.repository.ts';
import { sheetsOf } from './sheets.ts';

interface Reported {
  readonly meetingId: string;
  readonly siteId: string;
  readonly fields: RoomConfiguration;
  readonly at: number;
}

/**
 * A room reported how it is set: what differs from the sheet of its terminal without consent, and a terminal that speaks with
 * the address of another site's, is registered as a violation where the text prohibits it (R-AST-03, R-AST-04).
 */
export async function noticeDrift(
  executor: Executor,
  { meetingId, siteId, fields, at }: Reported,
): Promise<void> {
  const reported = sheetFieldsOf(fields);
  const site = await executor
    .selectFrom('site')
    .select(['name', 'organisation_id'])
    .where('id', '=', siteId)
    .executeTakeFirst();
  if (!site) return;
  const place = { organisationId: site.organisation_id, meetingId, at };
  const terminals = (await listAssets(executor, { siteId })).filter(({ kind }) => kind === 'vcs');
  const sheets = await sheetsOf(
    executor,
    terminals.map(({ assetId }) => assetId),
  );
  // Of several terminals it is not known which of them reported.
  const [terminal] = terminals;
  const sheet = terminals.length === 1 && terminal ? sheets.get(terminal.assetId) : undefined;
  if (terminal && sheet) {
    const granted = await grantedSettings(executor, terminal.assetId);
    const changes = unapprovedChanges(sheet.fields, reported, granted);
    if (changes.length > 0)
      await noticeViolation(executor, {
        ...place,
        what: 'configurationChanged',
        evidence: `${site.name}, ${terminal.code}: ${changes
          .map(({ field, before, after }) => `${sheetFieldWords[field]} ${before ?? ''} → ${after}`)
          .join('; ')}`.slice(0, 1_000),
        fingerprint: `${terminal.assetId} ${sheet.version} ${changes.map(({ field, after }) => `${field}=${after}`).join(' ')}`,
      });
  }
  if (reported.address === undefined) return;
  const stranger = await terminalAt(executor, reported.address, siteId);
  if (stranger)
    await noticeViolation(executor, {
      ...place,
      what: 'deviceMoved',
      evidence: `${stranger.code} của ${stranger.siteName} kết nối từ ${site.name} (${reported.address})`,
      fingerprint: `${stranger.assetId} ${siteId}`,
    });
}

/** Settings of a request that was granted and is not carried out yet. */
export async function grantedSettings(executor: Executor, assetId: string): Promise<SheetFields | null> {
  const row = await executor
    .selectFrom('asset_request')
    .select('changes')
    .where('asset_id', '=', assetId)
    .where('kind', '=', 'configuration')
    .where('state', '=', 'granted')
    .executeTakeFirst();
  return row ? SheetFields.parse(row.changes) : null;
}

async function terminalAt(executor: Executor, address: string, notAt: string) {
  const rows = await executor
    .selectFrom('asset')
    .innerJoin('site', 'site.id', 'asset.site_id')
    .select(['asset.id', 'asset.code', 'site.name'])
    .where('asset.kind', '=', 'vcs')
    .where('site.id', '<>', notAt)
    .execute();
  const sheets = await sheetsOf(
    executor,
    rows.map(({ id }) => id),
  );
  const found = rows.find(({ id }) => sheets.get(id)?.fields.address === address);
  return found ? { assetId: found.id, code: found.code, siteName: found.name } : null;
}
