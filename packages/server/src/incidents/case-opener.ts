import {
  CaseId,
  type Fault,
  type IncidentType,
  type Instant,
  instant,
  type LineFigures,
  MeetingId,
  type NodeId,
  type SiteId,
} from '@nhipcau/contracts';
import { type CaseEntry, caseType } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import { caseLetters } from './case-letters.ts';
import type { CaseMeeting } from './case-meeting.ts';
import { type FoundParty, findParties, withoutRepetition } from './case-parties.ts';
import {
  type CaseRecord,
  insertCase,
  insertParties,
  insertStep,
  lockCases,
  openCaseOf,
  partiesOf,
  stepsOf,
} from './cases.repository.ts';

export const SILENT_QUEUE = 'incidents.silent';
/** Where no regulation counts. */
const DEFAULT_ACKNOWLEDGE_MS = 120_000;
const MOST_PARTIES = 40;

/** A fault that somebody or something noticed. */
export interface Noticed {
  readonly subject: string;
  readonly siteId: SiteId | null;
  readonly nodeId: NodeId | null;
  /** Of the site, link or node, for letters. */
  readonly place: string;
  readonly type: IncidentType;
  readonly fault: Fault;
  readonly at: Instant;
  readonly before: LineFigures | null;
  readonly during: LineFigures | null;
  /** Null: the system. */
  readonly by: { readonly userId: string; readonly name: string; readonly key: string } | null;
}

/** Opens cases: numbers them, finds who is to be told, tells them, and wakes us when nobody answers. */
export class CaseOpener {
  readonly #outbox: Outbox;
  readonly #jobs: Jobs;

  constructor({ outbox, jobs }: { outbox: Outbox; jobs: Jobs }) {
    this.#outbox = outbox;
    this.#jobs = jobs;
  }

  /** The case of a fault: that of its subject while it is open, else a new one (rule IN-1). */
  async notice(trx: Executor, meeting: CaseMeeting, noticed: Noticed): Promise<CaseId> {
    await lockCases(trx, meeting.meetingId);
    const known = await openCaseOf(trx, meeting.meetingId, noticed.subject);
    const by = noticed.by === null ? {} : { byName: noticed.by.name, userId: noticed.by.userId };
    const observed = { act: 'observe', fault: noticed.fault } as const;
    if (known !== null) {
      const entries = (await stepsOf(trx, [known.caseId])).get(known.caseId) ?? [];
      await insertStep(trx, known.caseId, observed, { at: noticed.at, ...by });
      await this.#tellOfWorse(trx, meeting, { known, noticed, entries });
      return known.caseId;
    }
    const caseId = CaseId.parse(uuidv7());
    const limitMs =
      (meeting.profile?.office.incidents.acknowledgeSeconds ?? 0) * 1000 || DEFAULT_ACKNOWLEDGE_MS;
    const acknowledgeBy = instant(noticed.at + limitMs);
    const session = meeting.phase === 'live' ? 'session' : 'preparation';
    await insertCase(trx, {
      caseId,
      meetingId: MeetingId.parse(meeting.meetingId),
      subject: noticed.subject,
      siteId: noticed.siteId,
      nodeId: noticed.nodeId,
      type: noticed.type,
      session,
      origin: noticed.by === null ? 'system' : 'person',
      openedAt: noticed.at,
      acknowledgeBy,
      byName: noticed.by?.name ?? null,
      userId: noticed.by?.userId ?? null,
      key: noticed.by?.key ?? null,
      before: noticed.before,
      during: noticed.during,
    });
    await insertStep(trx, caseId, observed, { at: noticed.at, ...by });
    await this.tellFor(trx, meeting, { ...noticed, caseId, session, known: [] });
    await this.#jobs.put(trx, {
      queue: SILENT_QUEUE,
      key: caseId,
      at: acknowledgeBy,
      body: { caseId },
    });
    return caseId;
  }

  /** A line that is lost has others who answer for it than one that got worse (rule IN-13). */
  async #tellOfWorse(
    trx: Executor,
    meeting: CaseMeeting,
    { known, noticed, entries }: { known: CaseRecord; noticed: Noticed; entries: readonly CaseEntry[] },
  ): Promise<void> {
    const entry = {
      at: noticed.at,
      event: { act: 'observe', fault: noticed.fault } as const,
      byName: noticed.by?.name ?? '',
    };
    const type = caseType(known.type, [...entries, entry]);
    if (type === caseType(known.type, entries)) return;
    const parties = (await partiesOf(trx, [known.caseId])).get(known.caseId) ?? [];
    await this.tellFor(trx, meeting, {
      ...known,
      type,
      place: noticed.place,
      at: noticed.at,
      known: parties,
    });
  }

  /** Names those who answer for a type of fault, and writes to whoever is told at once. */
  async tellFor(
    trx: Executor,
    meeting: CaseMeeting,
    told: {
      readonly caseId: CaseId;
      readonly siteId: SiteId | null;
      readonly place: string;
      readonly type: IncidentType;
      readonly session: 'preparation' | 'session';
      readonly at: Instant;
      /** Parties the case has already. */
      readonly known: readonly FoundParty[];
    },
  ): Promise<void> {
    const found = await findParties(trx, { meeting, ...told });
    const parties = withoutRepetition([...told.known, ...found]).slice(told.known.length, MOST_PARTIES);
    await insertParties(trx, told.caseId, parties, { first: told.known.length, at: told.at });
    await this.#outbox.put(
      trx,
      await caseLetters(trx, meeting, {
        ...told,
        template: 'incident.opened',
        parties: parties.filter(({ isNext }) => !isNext),
      }),
    );
  }
}
