import type { AudioSet } from '@nhipcau/contracts';
import { audioStandard } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { listAssets } from './assets.repository.ts';
import { sheetsOf } from './sheets.ts';

/** The sound systems that stand at a site, with their standard values. */
export async function audioSetsAt(executor: Executor, siteId: string): Promise<AudioSet[]> {
  const sets = (await listAssets(executor, { siteId })).filter(({ kind }) => kind === 'audio');
  const sheets = await sheetsOf(
    executor,
    sets.map(({ assetId }) => assetId),
  );
  return sets.map(({ assetId, code, model, room }) => ({
    assetId,
    code,
    model,
    room,
    standard: audioStandard(sheets.get(assetId)?.fields ?? {}),
  }));
}
