import { err, ok, type Result } from '@nhipcau/base';
import {
  type CaseAct,
  type CaseEvent,
  type CaseState,
  type Fault,
  type FaultCause,
  type IncidentRules,
  type IncidentType,
  type Instant,
  instant,
  type LineFigures,
} from '@nhipcau/contracts';

/** What never changes of a case. */
export interface CaseHead {
  readonly type: IncidentType;
  readonly session: 'preparation' | 'session';
  readonly openedAt: Instant;
  readonly acknowledgeBy: Instant;
  readonly isOfSite: boolean;
}

export interface CaseEntry {
  readonly at: Instant;
  readonly event: CaseEvent;
  readonly byName: string;
}

export interface LastingFault extends Fault {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A case as its events leave it. */
export interface CaseStanding {
  /** The line after the fault, once it was kept. */
  readonly after: LineFigures | null;
  readonly type: IncidentType;
  readonly state: CaseState;
  readonly faults: readonly LastingFault[];
  readonly acknowledgedAt: Instant | null;
  readonly escalatedAt: Instant | null;
  /** Since when nothing is wrong any more; null while something is, and when only the end of the meeting ended it. */
  readonly restoredAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly downMs: number;
  /** Nobody answered in time. */
  readonly isSilent: boolean;
  /** By party, when it was told by a person. */
  readonly toldAt: ReadonlyMap<number, Instant>;
  /** By party, when it answered itself. */
  readonly answeredAt: ReadonlyMap<number, Instant>;
  readonly technician: {
    readonly name: string;
    readonly phone: string;
    readonly at: Instant;
    readonly arrivedAt: Instant | null;
  } | null;
  readonly estimate: { readonly fixedBy: Instant; readonly words: string } | null;
  readonly swap: { readonly removed: string; readonly installed: string; readonly at: Instant } | null;
  readonly asksForChair: boolean;
  readonly chairTold: { readonly at: Instant; readonly decision: string } | null;
  readonly interrupted: { readonly at: Instant; readonly reason: string } | null;
  readonly closing: {
    readonly cause: FaultCause;
    readonly causeWords: string;
    readonly solution: string;
    readonly byName: string;
  } | null;
}

const isSame = (a: Fault, b: Fault): boolean => a.kind === b.kind && a.detail === b.detail;
const ofSystem: readonly CaseEvent['act'][] = ['observe', 'calm', 'endSession', 'escalate', 'measure'];
const isOfPerson = ({ event }: CaseEntry): boolean => !ofSystem.includes(event.act);

/** What was waited for is not there in time. */
export const isMissing = ({ kind }: Fault): boolean => kind === 'siteMissing' || kind === 'slaveLate';

/**
 * How a case ends by itself: that of a site or MCU which was not connected before the start and is there now, when nothing
 * else failed there. Null: a person closes it.
 *
 * @rule IN-12 (R-CON-02, R-CON-08, R-INC-02)
 */
export function closedByArrival(entries: readonly CaseEntry[]): Extract<CaseEvent, { act: 'close' }> | null {
  const isOther = ({ event }: CaseEntry) =>
    event.act === 'close' || (event.act === 'observe' && !isMissing(event.fault));
  const missed = entries.flatMap(({ event }) =>
    event.act === 'observe' && isMissing(event.fault) ? [event.fault.kind] : [],
  );
  const [kind] = missed;
  if (kind === undefined || entries.some(isOther)) return null;
  const solution = kind === 'slaveLate' ? 'MCU đã nối vào hệ thống' : 'Điểm cầu đã kết nối';
  return { act: 'close', cause: 'other', causeWords: 'Kết nối muộn', solution };
}

/** What a worse line becomes when it is lost altogether. */
const lossOf: Partial<Record<Fault['kind'], IncidentType>> = { siteDropped: 'call', linkDown: 'line' };

/**
 * As what a case counts, and by that who answers for it. A line that got worse and then broke off is lost; a person who said
 * what it is has the last word.
 *
 * @rule IN-13 (R-INC-01, default)
 */
export function caseType(openedAs: IncidentType, entries: readonly CaseEntry[]): IncidentType {
  const said = last(entries, 'retype')?.type;
  if (said !== undefined || openedAs !== 'quality') return said ?? openedAs;
  const losses = entries.flatMap(({ event }) =>
    event.act === 'observe' ? [lossOf[event.fault.kind] ?? []].flat() : [],
  );
  return losses[0] ?? openedAs;
}

/** The newest event of a kind. */
function last<Act extends CaseEvent['act']>(
  entries: readonly CaseEntry[],
  act: Act,
): (Extract<CaseEvent, { act: Act }> & { at: Instant; byName: string }) | null {
  const found = entries.findLast(({ event }) => event.act === act);
  return found
    ? { ...(found.event as Extract<CaseEvent, { act: Act }>), at: found.at, byName: found.byName }
    : null;
}

/**
 * A case at an instant. Whatever a person does about it answers it; what was mended before anybody had to answer needs no
 * answer; it is closed by a person only.
 *
 * @param entries - oldest first
 * @rule IN-1 (R-INC-02), IN-4 (R-INC-01, default), IN-5 (R-INC-03), IN-6 (R-INC-02, R-INC-05)
 */
export function caseStanding(
  head: CaseHead,
  entries: readonly CaseEntry[],
  { now, rules }: { now: Instant; rules: Pick<IncidentRules, 'tellChair'> },
): CaseStanding {
  const closed = last(entries, 'close');
  const faults = faultsOf(entries, closed?.at ?? null);
  const acknowledgedAt = entries.find(isOfPerson)?.at ?? null;
  const hasEnded = entries.some(({ event }) => event.act === 'endSession');
  const restoredAt =
    faults.length > 0 && faults.every(({ to }) => to !== null) && !hasEnded
      ? instant(Math.max(...faults.map(({ to }) => to ?? 0)))
      : null;
  const dispatched = last(entries, 'dispatch');
  const arrived = last(entries, 'arrive');
  const chairTold = last(entries, 'tellChair');
  const limitMs = rules.tellChair === null ? null : rules.tellChair.afterSeconds * 1000;
  return {
    type: caseType(head.type, entries),
    state:
      closed !== null
        ? 'closed'
        : restoredAt !== null
          ? 'restored'
          : acknowledgedAt !== null
            ? 'acknowledged'
            : 'open',
    faults,
    acknowledgedAt,
    escalatedAt: last(entries, 'escalate')?.at ?? null,
    restoredAt,
    after: last(entries, 'measure')?.figures ?? null,
    closedAt: closed?.at ?? null,
    downMs: unionMs(faults, now),
    isSilent: acknowledgedAt === null && restoredAt === null && closed === null && now >= head.acknowledgeBy,
    toldAt: new Map(entries.flatMap(({ at, event }) => (event.act === 'tell' ? [[event.party, at]] : []))),
    answeredAt: new Map(
      entries.flatMap(({ at, event }) =>
        event.act === 'acknowledge' && event.party !== null ? [[event.party, at]] : [],
      ),
    ),
    technician: dispatched && {
      name: dispatched.name,
      phone: dispatched.phone,
      at: dispatched.at,
      arrivedAt: arrived !== null && arrived.at >= dispatched.at ? arrived.at : null,
    },
    estimate: pick(last(entries, 'estimate'), ({ fixedBy, words }) => ({ fixedBy, words })),
    swap: pick(last(entries, 'swap'), ({ removed, installed, at }) => ({ removed, installed, at })),
    asksForChair:
      limitMs !== null &&
      head.isOfSite &&
      head.session === 'session' &&
      closed === null &&
      chairTold === null &&
      faults.some(({ from, to }) => (to ?? now) - from >= limitMs),
    chairTold: pick(chairTold, ({ at, decision }) => ({ at, decision })),
    interrupted: pick(last(entries, 'interrupt'), ({ at, reason }) => ({ at, reason })),
    closing: pick(closed, ({ cause, causeWords, solution, byName }) => ({
      cause,
      causeWords,
      solution,
      byName,
    })),
  };
}

const pick = <T, R>(value: T | null, of: (value: T) => R): R | null => (value === null ? null : of(value));

/** Each fault with its time; the same fault again is another. What was only reported lasts until the case is closed. */
function faultsOf(entries: readonly CaseEntry[], closedAt: Instant | null): LastingFault[] {
  const faults: LastingFault[] = [];
  const end = (at: Instant, meant: (fault: Fault) => boolean) => {
    for (const [index, fault] of faults.entries())
      if (fault.to === null && meant(fault))
        faults[index] = { ...fault, to: instant(Math.max(fault.from, at)) };
  };
  for (const { at, event } of entries) {
    if (event.act === 'observe' && !faults.some((fault) => fault.to === null && isSame(fault, event.fault)))
      faults.push({ ...event.fault, from: at, to: null });
    else if (event.act === 'calm') end(at, (fault) => isSame(fault, event.fault));
    else if (event.act === 'endSession') end(at, ({ kind }) => kind !== 'reported');
  }
  if (closedAt !== null) end(closedAt, () => true);
  return faults;
}

/** Time in which at least one fault lasted. */
function unionMs(faults: readonly LastingFault[], now: Instant): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of faults.toSorted((a, b) => a.from - b.from)) {
    const end = Math.max(from, to ?? now);
    total += Math.max(0, end - Math.max(from, until));
    until = Math.max(until, end);
  }
  return total;
}

export type CaseRefusal = 'closed' | 'lasts' | 'noSite' | 'notForeseen' | 'nobodySent' | 'past' | 'sameType';

/**
 * Whether an act fits a case as it stands: nothing is closed while it is seen to last, a cause and a remedy are part of the
 * closing.
 *
 * @rule IN-7 (R-INC-02), IN-8 (R-INC-04, R-INC-06, R-INC-07)
 */
export function checkCaseAct(
  { isOfSite, session }: Pick<CaseHead, 'isOfSite' | 'session'>,
  standing: CaseStanding,
  act: CaseAct,
  { now, rules }: { now: Instant; rules: Pick<IncidentRules, 'interruption'> },
): Result<CaseAct, CaseRefusal> {
  if (standing.state === 'closed') return err('closed');
  switch (act.act) {
    case 'close':
      return standing.faults.some(({ kind, to }) => kind !== 'reported' && to === null)
        ? err('lasts')
        : ok(act);
    case 'retype':
      return act.type === standing.type ? err('sameType') : ok(act);
    case 'arrive':
      return standing.technician === null ? err('nobodySent') : ok(act);
    case 'estimate':
      return act.fixedBy <= now ? err('past') : ok(act);
    case 'swap':
    case 'tellChair':
      return isOfSite ? ok(act) : err('noSite');
    case 'interrupt':
      if (!isOfSite) return err('noSite');
      return rules.interruption === null || session !== 'session' ? err('notForeseen') : ok(act);
    case 'acknowledge':
    case 'tell':
    case 'dispatch':
    case 'note':
      return ok(act);
  }
}

/** From where somebody looks at a case: from the meeting as a whole, from its site, or as one of those who are told. */
export type CaseReach = 'whole' | 'site' | 'party';

const actsOf: Readonly<Record<CaseReach, readonly CaseAct['act'][]>> = {
  whole: [
    'acknowledge',
    'tell',
    'retype',
    'dispatch',
    'arrive',
    'estimate',
    'swap',
    'tellChair',
    'interrupt',
    'note',
    'close',
  ],
  site: ['acknowledge', 'tell', 'retype', 'estimate', 'swap', 'tellChair', 'interrupt', 'note'],
  party: ['acknowledge', 'dispatch', 'arrive', 'estimate', 'swap', 'note'],
};

/**
 * What is whose: whoever mends says who comes and until when, the site speaks for its chair, the control room closes.
 *
 * @rule IN-10 (R-INC-01, R-INC-03, R-INC-07, default)
 */
export const mayActOnCase = (reaches: readonly CaseReach[], act: CaseAct['act']): boolean =>
  reaches.some((reach) => actsOf[reach].includes(act));
