import { randomUUID } from 'node:crypto';
import { AssetList, FeedbackList, LineList, ReportList, UpkeepList } from '@nhipcau/contracts';
import { ask } from './ask.ts';
import { peopleOf } from './sample-files.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
/** More would make the first start slow; the others show what is not recorded yet. */
const LINES = 24;
const CARED_FOR = 6;

const dayOf = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(0, 10);

const problems = [
  ['Biểu mẫu đăng ký chưa có mục cho phiên họp kết hợp trực tiếp và trực tuyến', null],
  ['Điểm cầu mới chuyển trụ sở, chưa kịp kéo đường truyền theo quy định', null],
] as const;

/**
 * What is written down apart from meetings: lines of sites, care of devices, problems in applying the regulation, a report
 * somebody asked for. Does nothing when lines were recorded already.
 *
 * @returns how many lines were recorded
 */
export async function enterSampleAftermath(
  { url, password }: { url: string; password: string },
  now: number,
): Promise<number> {
  const people = peopleOf(url, password);
  const administrator = await people('quantri');
  const { sites, asked } = LineList.parse(await ask(administrator, '/api/site-lines'));
  if (sites.some(({ main }) => main !== null)) return 0;
  const network = asked?.networks[0] ?? 'tslcd';
  for (const [index, { siteId, priority }] of sites.slice(0, LINES).entries()) {
    const isOther = index % 8 === 7;
    await ask(administrator, `/api/sites/${encodeURIComponent(siteId)}/lines`, {
      use: 'main',
      network,
      provider: isOther ? 'Viettel' : 'VNPT',
      bandwidthKbps: index < 4 ? 100_000 : 20_000,
      protection: network === 'internet' ? 'vpn' : 'none',
      mark: isOther ? null : (priority?.mark ?? null),
      since: dayOf(now - 400 * DAY_MS),
      note: null,
    });
  }
  await careForDevices(people, now);
  const desk = await people('trucban');
  const told = FeedbackList.parse(await ask(desk, '/api/feedback'));
  const committees = told.units.filter(({ name }) => name.startsWith('UBND'));
  if (told.rule !== null)
    for (const [index, [words, article]] of problems.entries()) {
      const unit = committees[index * 3];
      if (unit)
        await ask(desk, '/api/feedback', {
          key: randomUUID(),
          organisationId: unit.organisationId,
          article,
          words,
        });
    }
  await demandReport(people, now);
  return Math.min(sites.length, LINES);
}

async function careForDevices(people: ReturnType<typeof peopleOf>, now: number): Promise<void> {
  const administrator = await people('quantri');
  const { tasks } = UpkeepList.parse(await ask(administrator, '/api/asset-upkeep'));
  for (const [index, { assetId, task }] of tasks.slice(0, CARED_FOR).entries())
    await ask(administrator, `/api/assets/${assetId}/upkeep`, {
      task,
      doneOn: dayOf(now - (10 + index * 9) * DAY_MS),
      worker: 'Cán bộ kỹ thuật phòng họp',
      cost: 200_000 + index * 50_000,
    });
  const { assets } = AssetList.parse(await ask(administrator, '/api/assets'));
  const broken = assets.find(({ state }) => state === 'inUse');
  if (broken)
    await ask(administrator, `/api/assets/${broken.assetId}/upkeep`, {
      task: 'repair',
      doneOn: dayOf(now - 20 * DAY_MS),
      worker: 'Đơn vị bảo hành',
      fault: 'Nguồn cấp chập chờn',
      cost: 1_800_000,
    });
}

/** The first report that may be asked for outside its turn, over the last quarter. */
async function demandReport(people: ReturnType<typeof peopleOf>, now: number): Promise<void> {
  const desk = await people('trucban');
  const { demandable } = ReportList.parse(await ask(desk, '/api/reports?view=all&open=no'));
  const [first] = demandable;
  if (first)
    await ask(desk, '/api/reports', {
      rule: first.rule,
      from: dayOf(now - 92 * DAY_MS),
      to: dayOf(now),
      dueOn: dayOf(now + 10 * DAY_MS),
    });
}
