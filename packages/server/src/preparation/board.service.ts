import {
  type BoardGroup,
  type BoardSite,
  type Instant,
  instant,
  type MeetingId,
  type PreparationList,
  type ReadinessBoard,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, isRetestOpen, progressOf, unclearedSites } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { namesOf } from '../registration/meeting-names.ts';
import { registrationOf, selectRegistrations } from '../registration/registration.repository.ts';
import { visibleTo } from '../registration/visibility.ts';
import { type BoardFacts, readBoardFacts } from './board-facts.ts';
import { type CheckFile, placeOfFile, readCheckFile, seesAll, seesSite } from './check-file.ts';
import { clearancesOf } from './checks.repository.ts';
import type { PreparationParts } from './preparation-parts.ts';
import { readSiteStates, type SiteState } from './site-state.ts';

const LISTED = 100;
const FAULTS_SHOWN = 10;

/** The board of all sites of a meeting, and which meetings are being prepared. */
export class BoardService {
  readonly #parts: Pick<PreparationParts, 'database' | 'clock'>;

  constructor(parts: Pick<PreparationParts, 'database' | 'clock'>) {
    this.#parts = parts;
  }

  /** Sites of the meeting that are this person's business. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async board(meetingId: MeetingId, person: SessionInfo): Promise<ReadinessBoard> {
    const { database, clock } = this.#parts;
    const now = instant(clock.now());
    const file = await readCheckFile(database, meetingId);
    const states = (await readSiteStates(database, file, { now })).filter(({ site }) =>
      seesSite(file, site, person),
    );
    if (states.length === 0 && !seesAll(file, person)) throw new AppError('NOT_ALLOWED');
    const facts = await readBoardFacts(database, meetingId, file.profile.office.training);
    const { fileNumber, data } = file.registration;
    return {
      meetingId,
      fileNumber,
      title: data.secret.declared ? fileNumber : data.title,
      startsAt: data.official.start,
      phases: phasesOf(states),
      groups: groupsOf(file, states, {
        facts,
        overrides: await clearancesOf(database, meetingId),
        now,
      }),
      mayOrder: can(person.grants, 'check.order', placeOfFile(file)),
    };
  }

  /** Meetings from their confirmation to their end, the next first. */
  async list(person: SessionInfo): Promise<PreparationList> {
    const { database } = this.#parts;
    const rows = await selectRegistrations(database)
      .where('state', 'in', ['confirmed', 'noticed', 'planned', 'rehearsed', 'connected', 'ready', 'live'])
      .where(visibleTo(person))
      .orderBy('starts_at')
      .limit(LISTED)
      .execute();
    const registrations = rows.map(registrationOf);
    const sites = person.grants.flatMap(({ role, scope }) =>
      role === 'technician' && scope.kind === 'site' ? [scope.siteId] : [],
    );
    const names = await namesOf(database, registrations, ({ sites: invited }) =>
      invited.map(({ siteId }) => siteId).filter((siteId) => sites.includes(siteId)),
    );
    return {
      meetings: registrations.map(({ meetingId, fileNumber, data }) => ({
        meetingId,
        fileNumber,
        title: data.secret.declared ? fileNumber : data.title,
        startsAt: data.official.start,
        siteCount: data.sites.length,
        own: [...(names.get(meetingId)?.sites ?? [])].map(([siteId, name]) => ({
          siteId: SiteId.parse(siteId),
          name,
        })),
      })),
    };
  }
}

function phasesOf(states: readonly SiteState[]): ReadinessBoard['phases'] {
  const phases = new Map<string, ReadinessBoard['phases'][number]>();
  for (const { standing } of states)
    for (const { timed, state } of standing.phases) {
      const { key, name } = timed.phase;
      const known = phases.get(key) ?? {
        phase: key,
        name,
        opensAt: timed.opensAt,
        dueAt: timed.dueAt,
        passed: 0,
        sites: 0,
      };
      phases.set(key, {
        ...known,
        passed: known.passed + (state === 'ready' ? 1 : 0),
        sites: known.sites + 1,
      });
    }
  return [...phases.values()];
}

interface Showing {
  readonly facts: BoardFacts;
  readonly overrides: ReadonlyMap<string, string>;
  readonly now: Instant;
}

/** By district, in the order of the sites' numbers; sites above the districts first. */
function groupsOf(file: CheckFile, states: readonly SiteState[], showing: Showing): BoardGroup[] {
  const groups = Map.groupBy(states, ({ site }) => file.units.districtOf(site.organisationId));
  return [...groups]
    .toSorted(([a], [b]) => Number(a !== null) - Number(b !== null))
    .map(([organisationId, members]) => {
      const missing = unclearedSites(members.map(({ standing }) => standing));
      const override = organisationId === null ? null : (showing.overrides.get(organisationId) ?? null);
      return {
        organisationId,
        name: organisationId === null ? '' : file.units.nameOf(organisationId),
        sites: members.map((state) => lineOf(state, showing)),
        clearance:
          missing === null ? null : { cleared: missing === 0 || override !== null, missing, override },
      };
    });
}

function lineOf({ site, standing, results, retests }: SiteState, { facts, now }: Showing): BoardSite {
  const items = standing.phases.flatMap((phase) => phase.items);
  const present = items.find(({ item }) => item.measure === 'presence');
  const last = results.map(({ at }) => at).toSorted((a, b) => b - a)[0];
  return {
    siteId: site.siteId,
    number: site.number,
    name: site.name,
    isChair: site.isChair,
    state: standing.state,
    ...progressOf(standing, now),
    faults: items
      .filter(({ state }) => state === 'failed' || state === 'stale' || state === 'blocked')
      .map(({ item }) => item.text)
      .slice(0, FAULTS_SHOWN),
    retests: retests.filter((order) => isRetestOpen(order, results)).length,
    acknowledged: facts.acknowledged.get(site.siteId) ?? null,
    onDuty: facts.onDuty.get(site.siteId) ?? null,
    present: present ? present.state === 'passed' : null,
    power: facts.power,
    terminalAt: facts.terminalAt.get(site.siteId) ?? null,
    lastAt: last ?? null,
  };
}
