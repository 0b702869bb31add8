import type { Clock } from '@nhipcau/base';
import { type IncidentRules, instant } from '@nhipcau/contracts';
import { caseStanding } from '@nhipcau/domain';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import { caseLetters, watchers } from './case-letters.ts';
import { readCaseMeeting } from './case-meeting.ts';
import { SILENT_QUEUE } from './case-opener.ts';
import { findCase, insertStep, openCases, partiesOf, stepsOf } from './cases.repository.ts';
import { placeNames } from './place-names.ts';

const Body = z.object({ caseId: z.string() });
export const noRules: Pick<IncidentRules, 'tellChair' | 'interruption' | 'scenarios'> = {
  tellChair: null,
  interruption: null,
  scenarios: [],
};

/** When nobody answers a case in time, whoever is next hears of it, and those who watch over the whole (rule IN-4). */
export class CaseWatch {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: Outbox;

  constructor({
    database,
    clock,
    outbox,
    jobs,
  }: { database: Database; clock: Clock; outbox: Outbox; jobs: Jobs }) {
    this.#database = database;
    this.#clock = clock;
    this.#outbox = outbox;
    jobs.handle(SILENT_QUEUE, (body) => this.look(Body.parse(body).caseId));
  }

  /** Looks at one case at the present instant; harmless at any time. */
  async look(caseId: string): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const head = await findCase(trx, caseId, { lock: true });
      if (head === null) return;
      const entries = (await stepsOf(trx, [caseId])).get(caseId) ?? [];
      const now = instant(this.#clock.now());
      const standing = caseStanding(head, entries, { now, rules: noRules });
      if (!standing.isSilent || standing.escalatedAt !== null) return;
      await insertStep(trx, caseId, { act: 'escalate' }, { at: now });
      const parties = (await partiesOf(trx, [caseId])).get(caseId) ?? [];
      const meeting = await readCaseMeeting(trx, head.meetingId);
      const names = await placeNames(trx, [head]);
      await this.#outbox.put(
        trx,
        await caseLetters(trx, meeting, {
          caseId,
          template: 'incident.silent',
          type: standing.type,
          place: names.of({ ...head, isLink: head.subject.startsWith('link ') }),
          at: head.openedAt,
          parties: [...parties.filter(({ isNext }) => isNext), ...watchers],
        }),
      );
    });
  }

  /** Every case that may wait for an answer, such as after a start. */
  async sweep(): Promise<void> {
    for (const { caseId } of await openCases(this.#database)) await this.look(caseId);
  }
}
