import { type AssetRules, instant, type LocalDate, silentAssets } from '@nhipcau/contracts';
import { dateOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import type { Worker } from '../staff/staff-parts.ts';

/** What the regulation in force says of devices, and the day it is there; without a home locality it says nothing. */
export async function assetRules(
  executor: Executor,
  now: number,
): Promise<{ rules: AssetRules; today: LocalDate }> {
  try {
    const { office, timeZone } = await regulationInForce(executor, { now: instant(now) });
    return { rules: office.assets, today: dateOf(instant(now), timeZone) };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return { rules: silentAssets, today: dateOf(instant(now), 'Asia/Ho_Chi_Minh') };
  }
}

export interface Happened {
  readonly assetId: string;
  readonly what: string;
  readonly words: string;
  readonly at: number;
}

/** A line of the history of a device. */
export const addEvent = async (
  executor: Executor,
  { assetId, what, words, at }: Happened,
  { name }: Pick<Worker['person'], 'name'>,
): Promise<void> => {
  await executor
    .insertInto('asset_event')
    .values({ asset_id: assetId, at: new Date(at), what, words: words.slice(0, 1_000), by_name: name })
    .execute();
};
