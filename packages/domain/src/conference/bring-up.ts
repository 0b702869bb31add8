import {
  type BringUp,
  type BringUpFacts,
  type BringUpId,
  type Instant,
  instant,
  type SiteId,
} from '@nhipcau/contracts';

/** What is measured at this moment about a called site and the chair. */
export interface BringUpMeasure {
  /** The site's picture is sent toward the chair's node, or needs no link. */
  readonly pushed: boolean;
  readonly chairSees: boolean;
  readonly chairHears: boolean;
  readonly siteSees: boolean;
  readonly siteHears: boolean;
  /** The room of the site is connected; left out: it is. */
  readonly siteThere?: boolean;
}

const noFacts: BringUpFacts = {
  pushedAt: null,
  layoutAt: null,
  chairSeesAt: null,
  chairHearsAt: null,
  siteSeesAt: null,
  siteHearsAt: null,
};

/** The stopwatch starts at the request, whoever gives it (rule BU-1). */
export function startBringUp(
  bringUpId: BringUpId,
  siteId: SiteId,
  by: string,
  now: Instant,
  { performed, limitMs }: { performed: boolean; limitMs: number | null },
): BringUp {
  return {
    bringUpId,
    siteId,
    requestedAt: now,
    by,
    state: performed ? 'running' : 'requested',
    facts: { ...noFacts, layoutAt: performed ? now : null },
    establishedAt: null,
    endedAt: null,
    limitMs,
    breached: false,
  };
}

export const isOpen = (bringUp: BringUp): boolean => bringUp.endedAt === null;

/** Whether the chair's screen was told to show the site, now or before the call ended. */
export const isPerformed = (bringUp: BringUp): boolean => bringUp.facts.layoutAt !== null;

/** Second step (rule BU-3): the chair's screen has been told to show the site. */
export function performBringUp(bringUp: BringUp, now: Instant): BringUp {
  return { ...bringUp, state: 'running', facts: { ...bringUp.facts, layoutAt: now } };
}

/**
 * Takes in what is measured and the passing of time. Until it is established, a fact lasts only while it stays true;
 * it is established when all four of seen and heard are true at once, at the instant of the latest. The limit is
 * breached one millisecond after it, whether the site comes later or not at all (rules BU-5 … BU-8). Links report
 * once a second, so a picture may be seen before its link says that it carries it: then it was pushed by that instant
 * (BU-12).
 *
 * @returns the same object when nothing changed
 */
export function measureBringUp(bringUp: BringUp, measure: BringUpMeasure, now: Instant): BringUp {
  if (!isOpen(bringUp)) return bringUp;
  if (bringUp.establishedAt !== null) return followSite(bringUp, measure.siteThere !== false, now);
  const since = (at: Instant | null, isTrue: boolean) => (isTrue ? (at ?? now) : null);
  const running = bringUp.state === 'running';
  const facts: BringUpFacts = {
    pushedAt: running ? since(bringUp.facts.pushedAt, measure.pushed || measure.chairSees) : null,
    layoutAt: bringUp.facts.layoutAt,
    chairSeesAt: running ? since(bringUp.facts.chairSeesAt, measure.chairSees) : null,
    chairHearsAt: running ? since(bringUp.facts.chairHearsAt, measure.chairHears) : null,
    siteSeesAt: running ? since(bringUp.facts.siteSeesAt, measure.siteSees) : null,
    siteHearsAt: running ? since(bringUp.facts.siteHearsAt, measure.siteHears) : null,
  };
  const { chairSeesAt, chairHearsAt, siteSeesAt, siteHearsAt } = facts;
  const complete =
    chairSeesAt !== null && chairHearsAt !== null && siteSeesAt !== null && siteHearsAt !== null;
  const establishedAt = complete
    ? instant(Math.max(chairSeesAt, chairHearsAt, siteSeesAt, siteHearsAt))
    : null;
  const took = (establishedAt ?? now) - bringUp.requestedAt;
  const breached = bringUp.breached || (bringUp.limitMs !== null && took > bringUp.limitMs);
  const state = establishedAt === null ? bringUp.state : 'established';
  if (breached === bringUp.breached && state === bringUp.state && sameFacts(facts, bringUp.facts))
    return bringUp;
  return { ...bringUp, state, facts, establishedAt, breached };
}

/**
 * What was established in time stays so; that the site has gone since is told (rule BU-13). Whether its picture is on the
 * chair's screen is the operator's affair from then on.
 */
function followSite(bringUp: BringUp, isThere: boolean, now: Instant): BringUp {
  if (isThere === (bringUp.lostAt === undefined)) return bringUp;
  const { lostAt: _back, ...there } = bringUp;
  return isThere ? there : { ...bringUp, lostAt: now };
}

/** The chair is done with the site, or gives up waiting (rule BU-9). */
export function endBringUp(bringUp: BringUp, now: Instant): BringUp {
  const state = bringUp.establishedAt === null ? 'abandoned' : 'released';
  return { ...bringUp, state, endedAt: now };
}

/** The end was taken back: the call goes on with its own stopwatch. */
export function reopenBringUp(bringUp: BringUp): BringUp {
  const unestablished = isPerformed(bringUp) ? 'running' : 'requested';
  return { ...bringUp, state: bringUp.establishedAt === null ? unestablished : 'established', endedAt: null };
}

/** The second step was taken back: the chair still waits for the operator. */
export function unperformBringUp(bringUp: BringUp): BringUp {
  return { ...bringUp, state: 'requested', facts: noFacts };
}

/** First instant at which the limit counts as breached (rule BU-7); null when it no longer can be. */
export function breachInstant(bringUp: BringUp): Instant | null {
  const pending =
    isOpen(bringUp) && bringUp.establishedAt === null && !bringUp.breached && bringUp.limitMs !== null;
  return pending && bringUp.limitMs !== null ? instant(bringUp.requestedAt + bringUp.limitMs + 1) : null;
}

function sameFacts(a: BringUpFacts, b: BringUpFacts): boolean {
  return (
    a.pushedAt === b.pushedAt &&
    a.layoutAt === b.layoutAt &&
    a.chairSeesAt === b.chairSeesAt &&
    a.chairHearsAt === b.chairHearsAt &&
    a.siteSeesAt === b.siteSeesAt &&
    a.siteHearsAt === b.siteHearsAt
  );
}
