import type { Registration, RegulationProfile } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';

/**
 * Whether the invitation and papers have gone to every site, where the regulation asks for it. An urgent meeting is told
 * by telephone and does not wait for them.
 *
 * @throws {AppError} PAPERS_MISSING
 * @rule RE-26 (R-REG-12; QN Đ12.1)
 */
export async function checkPapersSent(
  executor: Executor,
  { meetingId, data }: Registration,
  { office }: RegulationProfile,
): Promise<void> {
  const rule = office.registration.papers;
  if (rule === null || data.urgency === 'urgent' || data.secret.declared) return;
  const { papers } = await executor
    .selectFrom('meeting_paper')
    .select((eb) => eb.fn.countAll<string>().as('papers'))
    .where('meeting_id', '=', meetingId)
    .executeTakeFirstOrThrow();
  const sent = await executor
    .selectFrom('paper_issue')
    .innerJoin('meeting_paper', 'meeting_paper.id', 'paper_issue.paper_id')
    .select(['paper_issue.site_id', (eb) => eb.fn.countAll<string>().as('count')])
    .where('meeting_paper.meeting_id', '=', meetingId)
    .groupBy('paper_issue.site_id')
    .execute();
  const whole = new Set(sent.filter(({ count }) => count === papers).map(({ site_id }) => site_id));
  const missing = data.sites.filter(({ siteId }) => Number(papers) === 0 || !whole.has(siteId)).length;
  if (missing > 0)
    throw new AppError('PAPERS_MISSING', { article: rule.cite[0]?.article ?? '', sites: missing });
}
