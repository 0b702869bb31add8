import {
  type ConferenceEvent,
  type IncidentType,
  LineAlarm,
  type LineFigures,
  type MeetingId,
} from '@nhipcau/contracts';
import { alarmRules, closedByArrival, isMissing } from '@nhipcau/domain';
import { type IncidentChange, incidentChangeOf } from '../conference/incident-rules.ts';
import type { Executor } from '../database/database.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { type CaseMeeting, readCaseMeeting } from './case-meeting.ts';
import type { CaseOpener } from './case-opener.ts';
import { casesOf, figuresOf, insertStep, openCaseOf, stepsOf } from './cases.repository.ts';
import { placeNames } from './place-names.ts';

type Opened = Extract<IncidentChange, { change: 'open' | 'moment' }>;

/** What failed, as people answer for it. */
const typeOf: Readonly<Record<IncidentChange['kind'], IncidentType>> = {
  siteDropped: 'call',
  lineDegraded: 'quality',
  linkDown: 'line',
  nodeLost: 'control',
  workerDied: 'control',
};

const BUCKET_MS = 10_000;

/**
 * Makes cases of what is observed, in the transaction of the observation: what dropped or got worse is in somebody's hands
 * from that moment (R-MON-03, R-INC-01).
 *
 * @rule IN-1
 */
export class CaseFollower implements PhaseFollower {
  readonly #opener: CaseOpener;

  constructor(opener: CaseOpener) {
    this.#opener = opener;
  }

  async followed(trx: Executor, { meetingId, body, at }: ConferenceEvent): Promise<void> {
    if (body.type === 'meeting.ended') return endSession(trx, { meetingId, at });
    if (body.type === 'connect.escalated' || body.type === 'connect.slaveLate')
      return this.#missing(trx, meetingId, body, at);
    const come = arrivalOf(body);
    if (come !== null) await arrived(trx, { meetingId, subject: come, at });
    const change = incidentChangeOf(body);
    if (change === null) return;
    if (change.change === 'close') {
      await this.#calm(trx, meetingId, change, at);
      return;
    }
    const meeting = await readCaseMeeting(trx, meetingId);
    const fault = { kind: change.kind, detail: change.detail };
    const names = await placeNames(trx, [change]);
    const subject = subjectOf(change);
    await this.#opener.notice(
      trx,
      { ...meeting, phase: 'live' },
      {
        subject,
        siteId: change.siteId,
        nodeId: change.nodeId,
        place: names.of({ siteId: change.siteId, nodeId: change.nodeId, isLink: isOfLink(change) }),
        type: typeOf[change.kind],
        fault,
        at,
        ...(await lineBefore(trx, meeting, change, at)),
        by: null,
      },
    );
    if (change.change === 'moment') {
      const known = await openCaseOf(trx, meetingId, subject);
      if (known !== null) await insertStep(trx, known.caseId, { act: 'calm', fault }, { at });
    }
  }

  /** Not connected at the hour at which the text has somebody told further up (rule IN-12). */
  async #missing(
    trx: Executor,
    meetingId: MeetingId,
    body: Extract<ConferenceEvent['body'], { type: 'connect.escalated' | 'connect.slaveLate' }>,
    at: ConferenceEvent['at'],
  ): Promise<void> {
    const meeting = await readCaseMeeting(trx, meetingId);
    const isLink = body.type === 'connect.slaveLate';
    const siteId = isLink ? null : body.siteId;
    const nodeId = isLink ? body.childId : null;
    const names = await placeNames(trx, [{ siteId, nodeId }]);
    await this.#opener.notice(
      trx,
      { ...meeting, phase: 'live' },
      {
        subject: isLink ? `link ${body.childId}` : `site ${body.siteId}`,
        siteId,
        nodeId,
        place: names.of({ siteId, nodeId, isLink }),
        type: isLink ? 'line' : 'call',
        fault: { kind: isLink ? 'slaveLate' : 'siteMissing', detail: body.to.slice(0, 300) },
        at,
        before: null,
        during: null,
        by: null,
      },
    );
  }

  /** What is over is looked for in the open cases of its place: which word it began with, they know. */
  async #calm(
    trx: Executor,
    meetingId: MeetingId,
    change: Extract<IncidentChange, { change: 'close' }>,
    at: ConferenceEvent['at'],
  ): Promise<void> {
    const known = await openCaseOf(trx, meetingId, closedSubjectOf(change));
    if (known === null) return;
    const steps = (await stepsOf(trx, [known.caseId])).get(known.caseId) ?? [];
    const alarm = change.kind === 'lineDegraded' ? change.subject.split(' ')[0] : null;
    const begun = steps.findLast(
      ({ event }) =>
        event.act === 'observe' &&
        event.fault.kind === change.kind &&
        (alarm === null || event.fault.detail === alarm),
    );
    if (begun?.event.act === 'observe')
      await insertStep(trx, known.caseId, { act: 'calm', fault: begun.event.fault }, { at });
  }
}

/** Whose case may be over: what was missing is there, or is not waited for any more. */
function arrivalOf(body: ConferenceEvent['body']): string | null {
  switch (body.type) {
    case 'site.joined':
    case 'site.returned':
    case 'site.removed':
    case 'connect.answered':
      return `site ${body.siteId}`;
    case 'connect.slaveJoined':
      return `link ${body.childId}`;
    default:
      return null;
  }
}

/** A site or MCU that was missing is there (rule IN-12). */
async function arrived(
  trx: Executor,
  { meetingId, subject, at }: { meetingId: MeetingId; subject: string; at: ConferenceEvent['at'] },
): Promise<void> {
  const known = await openCaseOf(trx, meetingId, subject);
  if (known === null) return;
  const entries = (await stepsOf(trx, [known.caseId])).get(known.caseId) ?? [];
  const missed = entries.findLast(({ event }) => event.act === 'observe' && isMissing(event.fault));
  if (missed?.event.act !== 'observe') return;
  await insertStep(trx, known.caseId, { act: 'calm', fault: missed.event.fault }, { at });
  const closing = closedByArrival(entries);
  if (closing !== null) await insertStep(trx, known.caseId, closing, { at });
}

const isOfLink = ({ kind, siteId }: Pick<Opened, 'kind' | 'siteId'>): boolean =>
  kind === 'linkDown' || (kind === 'lineDegraded' && siteId === null);

const subjectOf = (change: Opened): string => {
  if (change.siteId !== null) return `site ${change.siteId}`;
  return isOfLink(change) ? `link ${change.nodeId ?? ''}` : `node ${change.nodeId ?? ''}`;
};

/** An observation that is over names its subject only: `site`, `child>parent`, `node`, or `alarm line`. */
function closedSubjectOf({ kind, subject }: Extract<IncidentChange, { change: 'close' }>): string {
  const line = kind === 'lineDegraded' ? (subject.split(' ')[1] ?? '') : subject;
  if (kind === 'linkDown' || line.includes('>')) return `link ${line.split('>')[0] ?? ''}`;
  return kind === 'nodeLost' || kind === 'workerDied' ? `node ${line}` : `site ${line}`;
}

/** The line before the fault; while it began only where the line itself is the fault. */
async function lineBefore(
  trx: Executor,
  { meetingId }: CaseMeeting,
  change: Opened,
  at: number,
): Promise<{ before: LineFigures | null; during: LineFigures | null }> {
  const subject = change.siteId ?? change.nodeId;
  if (subject === null || change.kind === 'nodeLost' || change.kind === 'workerDied')
    return { before: null, during: null };
  const line = { meetingId, kind: change.siteId === null ? 'link' : 'site', subject } as const;
  if (change.kind !== 'lineDegraded')
    return { before: await figuresOf(trx, line, { before: at }), during: null };
  const { raiseAfterMs } = alarmRules[LineAlarm.parse(change.detail)];
  return {
    before: await figuresOf(trx, line, { before: at - raiseAfterMs - BUCKET_MS }),
    during: await figuresOf(trx, line, { before: at }),
  };
}

async function endSession(
  trx: Executor,
  { meetingId, at }: Pick<ConferenceEvent, 'meetingId' | 'at'>,
): Promise<void> {
  const cases = await casesOf(trx, meetingId);
  const steps = await stepsOf(
    trx,
    cases.map(({ caseId }) => caseId),
  );
  for (const { caseId, session } of cases) {
    const own = steps.get(caseId) ?? [];
    if (
      session === 'session' &&
      !own.some(({ event }) => event.act === 'close' || event.act === 'endSession')
    )
      await insertStep(trx, caseId, { act: 'endSession' }, { at });
  }
}
