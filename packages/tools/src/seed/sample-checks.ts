import { randomUUID } from 'node:crypto';
import { type CheckLine, PreparationList, ReadinessBoard, SiteCheckSheet } from '@nhipcau/contracts';
import { signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';
import { readingsOf } from './sample-room.ts';

/** More would make the first start slow; the others show what an unanswered site looks like. */
const ANSWERED_SITES = 24;

/** Values with which the measured items pass. */
const valuesOf = (siteNumber: number): Readonly<Record<string, number | string>> => ({
  ...readingsOf(siteNumber),
  pictureSources: 2,
  audioLoop: 21,
  noise: -58,
  lineGateway: 4,
  lineMcu: 0.1,
});

/**
 * Answers the checks of some sites of the first meeting that is being prepared, as its operator would: most good, some
 * begun, some not good. Does nothing when something was answered already.
 *
 * @returns how many sites were answered for
 */
export async function answerSampleChecks(
  { url, password }: { url: string; password: string },
  now: number,
): Promise<number> {
  const operator = await signIn(url, 'dieuhanh', password);
  const { meetings } = PreparationList.parse(await ask(operator, '/api/preparation'));
  const [first] = meetings;
  if (!first) return 0;
  const board = ReadinessBoard.parse(await ask(operator, `/api/preparation/${first.meetingId}/board`));
  const sites = board.groups.flatMap((group) => group.sites);
  if (sites.some(({ lastAt }) => lastAt !== null)) return 0;
  const chosen = sites.slice(0, ANSWERED_SITES);
  for (const [index, { siteId, number }] of chosen.entries()) {
    const path = `/api/preparation/${first.meetingId}/sites/${encodeURIComponent(siteId)}`;
    const { phases } = SiteCheckSheet.parse(await ask(operator, path));
    const [phase] = phases;
    if (!phase) continue;
    const mine = phase.lines.filter(({ mayAnswer }) => mayAnswer);
    const part = index % 4 === 3 ? mine.slice(0, Math.ceil(mine.length / 2)) : mine;
    const failing = index % 8 === 5 ? part[1]?.key : undefined;
    const answers = part.map((line) =>
      answerTo(line, { phase: phase.phase, number, fails: line.key === failing, now }),
    );
    if (answers.length > 0) await ask(operator, `${path}/answers`, { answers, configuration: null });
  }
  return chosen.length;
}

const answerTo = (
  { key, measure, fromChairSeat }: CheckLine,
  { phase, number, fails, now }: { phase: string; number: number; fails: boolean; now: number },
) => ({
  key: randomUUID(),
  phase,
  item: key,
  outcome: fails ? 'failed' : 'passed',
  value: valuesOf(number)[measure] ?? null,
  note: fails ? 'Tín hiệu không ổn định khi thử' : null,
  fromChairSeat,
  answeredAt: now,
});
