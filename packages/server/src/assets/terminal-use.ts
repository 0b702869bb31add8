import { useRefusal } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { assetRules } from './asset-parts.ts';
import { listAssets, verdictsOf } from './assets.repository.ts';

/**
 * Whether the terminal of a site may be connected: of the terminals that stand there by the inventory at least one may be
 * used. A site of which the inventory knows none is not held up.
 *
 * @throws {AppError} TERMINAL_NOT_CLEARED
 * @rule AS-4
 */
export async function checkTerminal(
  executor: Executor,
  { siteId, now }: { siteId: string; now: number },
): Promise<void> {
  const terminals = (await listAssets(executor, { siteId })).filter(({ kind }) => kind === 'vcs');
  if (terminals.length === 0) return;
  const { rules } = await assetRules(executor, now);
  const verdicts = await verdictsOf(
    executor,
    terminals.map(({ assetId }) => assetId),
  );
  const refusals = terminals.map((one) =>
    useRefusal(rules, { ...one, verdicts: verdicts.get(one.assetId) ?? [] }),
  );
  const [why] = refusals;
  if (why == null || refusals.includes(null)) return;
  const rule = why === 'opinionMissing' ? rules.opinion : rules.inspection;
  throw new AppError('TERMINAL_NOT_CLEARED', { why, clause: rule?.cite[0]?.article ?? null });
}
