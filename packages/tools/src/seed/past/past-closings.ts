import { randomUUID } from 'node:crypto';
import {
  BudgetTable,
  PeriodEvaluation,
  PeriodList,
  Report,
  ReportList,
  ServicePayments,
} from '@nhipcau/contracts';
import type { SignedIn } from '../../headless-room/console-line.ts';
import { ask } from '../ask.ts';
import type { People } from '../sample-files.ts';
import type { PastClock } from './past-clock.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A working morning in Việt Nam, in hours of UTC. */
const MORNING_UTC = 2;

/** In the morning of so many days after a day. */
const mornings = (day: string, after: number): number =>
  Date.parse(`${day}T00:00:00Z`) + after * DAY_MS + MORNING_UTC * HOUR_MS;

interface Past {
  readonly people: People;
  readonly clock: PastClock;
  readonly now: number;
}

/** A half-year that is over is judged, objected to by the lessor, answered and closed, where the text asks for it (R-EVL-04). */
export async function closePeriod({ people, clock, now }: Past): Promise<void> {
  const desk = await people('trucban');
  clock.set(now);
  const { periods } = PeriodList.parse(await ask(desk, '/api/evaluations/periods'));
  const over = periods.find(({ state, to }) => state === 'open' && mornings(to, 16) < now);
  if (!over) return;
  const path = `/api/evaluations/periods/${over.period}`;
  const act = async (person: SignedIn, what: object): Promise<PeriodEvaluation> =>
    PeriodEvaluation.parse(await ask(person, `${path}/acts`, { key: randomUUID(), act: what }));
  clock.set(mornings(over.to, 3));
  const { sites } = PeriodEvaluation.parse(await ask(desk, path));
  // The one that was away longest is paid less for, until its lessor says why it was.
  const worst = sites.toSorted((a, b) => (a.availability ?? 1) - (b.availability ?? 1))[0];
  for (const { siteId, suggested } of sites)
    await act(desk, {
      act: 'judge',
      siteId,
      payment: siteId === worst?.siteId ? 'reduced' : suggested,
      reason: siteId === worst?.siteId ? 'Mất tín hiệu trong phiên họp' : 'Bảo đảm chất lượng trong kỳ',
    });
  clock.set(mornings(over.to, 4));
  await act(desk, { act: 'publish' });
  if (worst) {
    clock.set(mornings(over.to, 5));
    const { objections } = await act(await people('vienthong'), {
      act: 'object',
      siteId: worst.siteId,
      words: 'Đề nghị xem lại: mất tín hiệu do mất điện khu vực, không do đường truyền',
    });
    clock.set(mornings(over.to, 7));
    for (const { objectionId } of objections)
      await act(desk, {
        act: 'answer',
        objectionId,
        accepted: true,
        payment: 'full',
        words: 'Đã đối chiếu sổ theo dõi sự cố: mất điện khu vực, không trừ',
      });
  }
  clock.set(mornings(over.to, 15));
  await act(desk, { act: 'close', outcome: 'Thanh toán theo bảng đánh giá' });
  clock.set(Math.min(now, mornings(over.to, 20)));
  const { periods: paid } = ServicePayments.parse(await ask(desk, '/api/finance/service-payments'));
  if (paid.some(({ period, mayRecord }) => period === over.period && mayRecord))
    await ask(desk, '/api/finance/service-payments', {
      period: over.period,
      amount: 412_500_000,
      decision: 'Quyết định thanh toán dịch vụ kỳ này, theo biên bản đánh giá',
    });
}

/** The last quarter that is over: its first and its last day. */
export function lastQuarter(now: number): { from: string; to: string } {
  const day = new Date(now + 7 * HOUR_MS);
  const first = Math.floor(day.getUTCMonth() / 3) * 3;
  const dayOf = (month: number, date: number) =>
    new Date(Date.UTC(day.getUTCFullYear(), month, date)).toISOString().slice(0, 10);
  return { from: dayOf(first - 3, 1), to: dayOf(first, 0) };
}

/** A report over the last quarter is asked for, handed in by whoever owes it and accepted, where the text lets one be asked for. */
export async function fileQuarter({ people, clock, now }: Past): Promise<void> {
  const { from, to } = lastQuarter(now);
  if (mornings(to, 5) > now) return;
  clock.set(mornings(to, 2));
  const desk = await people('trucban');
  const { demandable } = ReportList.parse(await ask(desk, '/api/reports?view=all&open=no'));
  const [first] = demandable;
  if (!first) return;
  const dueOn = new Date(mornings(to, 12)).toISOString().slice(0, 10);
  await ask(desk, '/api/reports', { rule: first.rule, from, to, dueOn });
  const { reports } = ReportList.parse(await ask(desk, '/api/reports?view=all&open=yes'));
  const asked = reports.filter((one) => one.rule === first.rule && one.from === from && one.to === to);
  clock.set(mornings(to, 4));
  for (const { reportId } of asked)
    for (const login of ['vienthong', 'vanthu', 'vanphong', 'trucban']) {
      const person = await people(login);
      const seen = await fetch(`${person.url}/api/reports/${reportId}`, {
        headers: { cookie: person.cookie },
      });
      if (!seen.ok || !Report.parse(await seen.json()).mayWrite) continue;
      await ask(person, `/api/reports/${reportId}/acts`, { act: 'submit' });
      const { mayReceive } = Report.parse(await ask(desk, `/api/reports/${reportId}`));
      if (mayReceive) await ask(desk, `/api/reports/${reportId}/acts`, { act: 'accept' });
      break;
    }
}

/** Every so many meetings its host notes what it cost; only of one whose figures are counted (R-FIN-05). */
export const noteCosts = (host: SignedIn, meetingId: string): Promise<unknown> =>
  ask(host, '/api/finance/cost-notes', {
    meetingId,
    words: 'Nước uống, in tài liệu: 1.250.000 đồng; làm thêm giờ của cán bộ trực: 600.000 đồng',
  });

/** Who writes for a unit proposes for it what the text asks for, for the year to come (R-FIN-03). */
export async function proposeBudget({ people, now }: Past): Promise<void> {
  const clerk = await people('vanthu');
  const year = new Date(now).getUTCFullYear() + 1;
  const { units } = BudgetTable.parse(await ask(clerk, `/api/finance/budget?year=${year}`));
  for (const [index, { organisationId, asked, mayWrite }] of units.entries())
    if (mayWrite)
      for (const [place, category] of asked.entries())
        await ask(clerk, '/api/finance/budget', {
          year,
          organisationId,
          category,
          amount: 12_000_000 + (index % 7) * 1_500_000 + place * 7_500_000,
          basis: 'Theo số phiên họp và chi phí sửa chữa năm trước',
        });
}
