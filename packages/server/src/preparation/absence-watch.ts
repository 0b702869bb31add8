import type { Clock } from '@nhipcau/base';
import { instant, MeetingId } from '@nhipcau/contracts';
import { absentAt } from '@nhipcau/domain';
import { z } from 'zod';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { type CheckedSite, type CheckFile, isChecking, readCheckFile } from './check-file.ts';
import { readSiteStates } from './site-state.ts';

export const ABSENCE_QUEUE = 'checks.absent';
const Body = z.object({ meetingId: MeetingId });

/** Where people have to be present at a time before the meeting, it is told at that time who is not (R-CHK-07; QN Đ5.2.2). */
export class AbsenceWatch implements MoveListener {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #jobs: Jobs;

  constructor(parts: { database: Database; clock: Clock; outbox: Outbox; jobs: Jobs }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#outbox = parts.outbox;
    this.#jobs = parts.jobs;
    parts.jobs.handle(ABSENCE_QUEUE, (body) => this.look(Body.parse(body).meetingId));
  }

  /** Wakes us at the limit of the presence; after the ledger, which says when that is. */
  async moved(transaction: Executor, { registration: { meetingId, state }, at }: Move): Promise<void> {
    if (state === 'draft') return;
    const file = await readCheckFile(transaction, meetingId);
    if (!isChecking(file)) return;
    for (const dueAt of presenceLimits(file))
      if (dueAt > at)
        await this.#jobs.put(transaction, {
          queue: ABSENCE_QUEUE,
          key: `${meetingId}:${dueAt}`,
          at: dueAt,
          body: { meetingId },
        });
  }

  /** Tells every site where nobody said to be present, and the control room of each; harmless at any time. */
  async look(meetingId: MeetingId): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const file = await readCheckFile(trx, meetingId);
      if (!isChecking(file)) return;
      const now = instant(this.#clock.now());
      const states = await readSiteStates(trx, file, { now });
      const letters = states.flatMap(({ site, standing }) => {
        const absent = absentAt(standing, now);
        return absent === null ? [] : lettersFor(file, site, absent);
      });
      await this.#outbox.put(trx, letters);
    });
  }
}

const presenceLimits = (file: CheckFile): Set<number> =>
  new Set(
    file.sites.flatMap((site) =>
      file
        .phasesOf(site)
        .filter(({ items }) => items.some(({ measure }) => measure === 'presence'))
        .map(({ dueAt }) => dueAt),
    ),
  );

const lettersFor = (
  { registration: { meetingId, fileNumber, data } }: CheckFile,
  { siteId, name }: CheckedSite,
  { text, dueAt }: { text: string; dueAt: number },
): Letter[] =>
  (
    [
      ['site', { kind: 'site', siteId }],
      ['centre', { kind: 'profileRole', role: 'account:operator' }],
    ] as const
  ).map(([to, recipient]) => ({
    key: `check.absent:${meetingId}:${siteId}:${dueAt}:${to}`,
    meetingId,
    recipient,
    channel: 'inApp',
    template: 'check.absent',
    facts: {
      duty: text,
      place: name,
      fileNumber,
      startsAt: data.official.start,
      path: `/chuan-bi/${meetingId}/${siteId}`,
    },
    acknowledgeBy: null,
  }));
