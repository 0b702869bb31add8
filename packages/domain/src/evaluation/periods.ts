import { err, ok, type Result } from '@nhipcau/base';
import {
  type EvaluationRules,
  type Grade,
  type Instant,
  type JudgedFigures,
  LocalDate,
  type LossClass,
  type ObjectionId,
  type Payment,
  type PeriodAct,
  type SiteId,
  type SiteRating,
} from '@nhipcau/contracts';
import { shiftDate } from '../regulation/zone.ts';

type PeriodicRules = NonNullable<EvaluationRules['periodic']>;

export interface Period {
  readonly period: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * The periods of a year: each ends on its day and begins after the one before it, the first after the last of the year before.
 *
 * @rule EV-4 (R-EVL-04; QN Đ11.3)
 */
export function periodsOf({ closesOn }: Pick<PeriodicRules, 'closesOn'>, year: number): Period[] {
  const last = LocalDate.parse(`${year - 1}-${closesOn.at(-1)}`);
  const ends = [last, ...closesOn.map((day) => LocalDate.parse(`${year}-${day}`))];
  return ends.slice(1).map((to, index) => ({
    period: `${year}-${index + 1}`,
    from: shiftDate(ends[index] ?? last, 1),
    to,
  }));
}

/** A session of a site as its figures were kept. */
export interface SiteSession {
  readonly sessionMs: number;
  readonly connectedMs: number;
  readonly lossClass: LossClass;
  readonly rating: Pick<SiteRating, 'picture' | 'sound' | 'line'> | null;
  /** Whoever runs the service agreed with the site's word; null: said nothing. */
  readonly confirmed: boolean | null;
  readonly incidents: number;
}

/**
 * Whether a session reached quality: the site calls nothing poor, and the signal was not lost wholly or for long. What the
 * site did not judge is not known.
 *
 * @rule EV-1 (R-EVL-01; QN Đ5.4, PL II; default)
 */
export function reachedQuality({
  rating,
  lossClass,
}: Pick<SiteSession, 'rating' | 'lossClass'>): boolean | null {
  if (lossClass === 'total' || lossClass === 'long') return false;
  if (rating === null) return null;
  return [rating.picture, rating.sound, rating.line].every((grade) => grade !== 'poor');
}

type Counted = Omit<JudgedFigures, 'siteId' | 'name' | 'organisationId' | 'issuesOpen'>;

/**
 * A site's sessions of a period in the columns of QN PL II. Where the text asks for two statements, a rating counts with the
 * second only.
 *
 * @rule EV-3 (R-EVL-02, R-EVL-03; QN Đ5.4, Đ13.8, PL II)
 */
export function siteFigures(
  sessions: readonly SiteSession[],
  { needsConfirmation, issuesOpen }: { needsConfirmation: boolean; issuesOpen: number },
): Counted {
  const counts = ({ rating, confirmed }: SiteSession) =>
    rating !== null && (!needsConfirmation || confirmed === true);
  const judged = sessions.filter(counts);
  const of = (part: 'picture' | 'sound' | 'line', isPoor: boolean): number =>
    judged.filter(({ rating }) => rating !== null && isPoorGrade(rating[part]) === isPoor).length;
  const sessionMs = sum(sessions.map((one) => one.sessionMs));
  const lostWhole = sessions.filter(({ lossClass }) => lossClass === 'total').length;
  const lostLong = sessions.filter(({ lossClass }) => lossClass === 'long').length;
  return {
    sessions: sessions.length,
    availability: sessionMs === 0 ? null : sum(sessions.map((one) => one.connectedMs)) / sessionMs,
    lostWhole,
    lostLong,
    soundGood: of('sound', false),
    soundPoor: of('sound', true),
    lineGood: of('line', false),
    linePoor: of('line', true),
    pictureGood: of('picture', false),
    picturePoor: of('picture', true),
    reached: judged.filter((one) => reachedQuality(one) === true).length,
    unconfirmed: needsConfirmation
      ? sessions.filter(({ rating, confirmed }) => rating !== null && confirmed !== true).length
      : 0,
    incidents: sum(sessions.map((one) => one.incidents)),
    suggested: lostWhole > 0 ? 'withheld' : lostLong > 0 || issuesOpen > 0 ? 'reduced' : 'full',
  };
}

const isPoorGrade = (grade: Grade): boolean => grade === 'poor';
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** An act on the evaluation of a period as it is stored. */
export type PeriodRecord = PeriodAct & {
  readonly id: string;
  readonly at: Instant;
  readonly byName: string;
};

export interface PeriodStanding {
  readonly state: 'running' | 'open' | 'published' | 'closed';
  readonly judged: ReadonlyMap<SiteId, { readonly payment: Payment; readonly reason: string }>;
  readonly published: { readonly at: Instant; readonly byName: string } | null;
  readonly objections: readonly {
    readonly id: string;
    readonly siteId: SiteId;
    readonly words: string;
    readonly at: Instant;
    readonly byName: string;
    readonly answer: {
      readonly accepted: boolean;
      readonly payment: Payment;
      readonly words: string;
      readonly at: Instant;
      readonly byName: string;
    } | null;
  }[];
  readonly closed: { readonly at: Instant; readonly byName: string; readonly outcome: string } | null;
}

/** Where the evaluation of a period stands; before its last day is over it runs. @rule EV-5 (R-EVL-04; QN Đ11.3) */
export function periodStanding(records: readonly PeriodRecord[], isOver: boolean): PeriodStanding {
  const judged = new Map<SiteId, { payment: Payment; reason: string }>();
  const objections = new Map<string, PeriodStanding['objections'][number]>();
  let published: PeriodStanding['published'] = null;
  let closed: PeriodStanding['closed'] = null;
  for (const record of records) {
    const { at, byName } = record;
    if (record.act === 'judge') judged.set(record.siteId, { payment: record.payment, reason: record.reason });
    else if (record.act === 'publish') published = { at, byName };
    else if (record.act === 'object')
      objections.set(record.id, {
        id: record.id,
        siteId: record.siteId,
        words: record.words,
        at,
        byName,
        answer: null,
      });
    else if (record.act === 'answer') {
      const objection = objections.get(record.objectionId);
      if (!objection) continue;
      const { accepted, payment, words } = record;
      objections.set(record.objectionId, { ...objection, answer: { accepted, payment, words, at, byName } });
      if (accepted) judged.set(objection.siteId, { payment, reason: words });
    } else closed = { at, byName, outcome: record.outcome };
  }
  return {
    state: closed ? 'closed' : published ? 'published' : isOver ? 'open' : 'running',
    judged,
    published,
    objections: [...objections.values()],
    closed,
  };
}

export type PeriodRefusal =
  | 'notOver'
  | 'published'
  | 'notPublished'
  | 'closed'
  | 'objectionTooLate'
  | 'objectionsOpen'
  | 'objectionTime'
  | 'objectionUnknown'
  | 'objectionAnswered'
  | 'unjudged';

/**
 * Whether an act fits: judged until it is published, objected to within the time, closed when that is over and every
 * objection has its answer.
 *
 * @rule EV-5 (R-EVL-04; QN Đ11.3; the time to object: default)
 */
export function checkPeriodAct(
  act: PeriodAct,
  {
    standing,
    now,
    objectBy,
    siteIds,
  }: {
    readonly standing: PeriodStanding;
    readonly now: Instant;
    readonly objectBy: Instant | null;
    /** Sites that had sessions in the period. */
    readonly siteIds: readonly SiteId[];
  },
): Result<PeriodAct, PeriodRefusal> {
  const { state, judged, objections } = standing;
  if (state === 'running') return err('notOver');
  if (state === 'closed') return err('closed');
  switch (act.act) {
    case 'judge':
      return state === 'open' ? ok(act) : err('published');
    case 'publish':
      if (state !== 'open') return err('published');
      return siteIds.every((siteId) => judged.has(siteId)) ? ok(act) : err('unjudged');
    case 'object':
      if (state !== 'published') return err('notPublished');
      return objectBy !== null && now <= objectBy ? ok(act) : err('objectionTooLate');
    case 'answer': {
      const objection = objections.find(({ id }) => id === (act.objectionId as ObjectionId as string));
      if (objection === undefined) return err('objectionUnknown');
      return objection.answer === null ? ok(act) : err('objectionAnswered');
    }
    case 'close':
      if (state !== 'published') return err('notPublished');
      if (objections.some(({ answer }) => answer === null)) return err('objectionsOpen');
      return objectBy !== null && now <= objectBy ? err('objectionTime') : ok(act);
  }
}
