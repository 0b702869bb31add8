import type { RegulationProfile } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { Outbox } from '../notices/outbox.ts';
import { lettersTo, officeOf } from './asking.ts';

interface Change {
  readonly profile: RegulationProfile;
  readonly leavingId: string;
  readonly unit: string;
  readonly person: string;
  /** First day without the one who leaves. */
  readonly endedOn: string;
  /** Null: somebody left and nobody took over yet. */
  readonly successor: { readonly personId: string; readonly name: string } | null;
}

/** Prefix of the keys under which the office is told who took over. */
export const replacementKey = (leavingId: string, successorId: string): string =>
  `operator.replaced:${leavingId}:${successorId}`;

/** The managing office's own copies start so; what the desk has to pass on does not count as told. */
const OFFICE = 'office';

/**
 * Tells the managing office that the text names who leaves and who takes over (R-DIR-14), once for each replacement.
 * Where the text is silent nobody is told.
 */
export async function tellOffice(trx: Executor, outbox: Outbox, change: Change): Promise<void> {
  const { profile, leavingId, unit, person, endedOn, successor } = change;
  const rule = profile.office.directory.replacement;
  if (rule === null) return;
  const template = successor === null ? 'operator.ended' : 'operator.replaced';
  const key =
    successor === null ? `operator.ended:${leavingId}` : replacementKey(leavingId, successor.personId);
  const addressees = await officeOf(trx, profile, rule.notifyRole);
  await outbox.put(
    trx,
    addressees.flatMap((one) =>
      lettersTo(one, {
        key: `${key}:${one.isOffice ? OFFICE : 'desk'}`,
        meetingId: null,
        template,
        facts: {
          to: rule.notify,
          unit,
          person,
          successor: successor?.name ?? '',
          date: endedOn.split('-').reverse().join('/'),
          article: rule.cite[0]?.article ?? '',
          path: '/nhan-su',
        },
      }),
    ),
  );
}

/**
 * When the first letter about a replacement reached the managing office.
 *
 * @returns epoch ms by the leaving person and the successor, see `replacementKey`
 */
export async function lettersSentAt(executor: Executor): Promise<ReadonlyMap<string, number>> {
  const rows = await executor
    .selectFrom('outbox_letter')
    .select(['key', 'sent_at'])
    .where('template', '=', 'operator.replaced')
    .where('sent_at', 'is not', null)
    .orderBy('sent_at', 'desc')
    .execute();
  return new Map(
    rows.flatMap(({ key, sent_at }) => {
      const [, leavingId, successorId, to] = key.split(':');
      return sent_at && leavingId && successorId && to === OFFICE
        ? [[replacementKey(leavingId, successorId), sent_at.getTime()] as const]
        : [];
    }),
  );
}
