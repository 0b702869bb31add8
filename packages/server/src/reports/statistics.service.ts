import type { Clock } from '@nhipcau/base';
import {
  type BringUpFigures,
  instant,
  OrganisationId,
  type RegulationProfile,
  type SessionFigures,
  type SessionInfo,
  SiteId,
  type Statistics,
  type StatisticsQuery,
  Urgency,
} from '@nhipcau/contracts';
import {
  addFigures,
  bringUpFigures,
  can,
  noSessions,
  noSites,
  presentUnit,
  toldApart,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { Units } from '../staff/units.ts';
import {
  type CallRow,
  readCalls,
  readSessions,
  readSites,
  type SessionRow,
  type SiteRow,
  unitNames,
} from './statistics-rows.ts';

/** Ten years and a little. */
const MAX_DAYS = 3_700;
const DAY_MS = 86_400_000;

type Names = Awaited<ReturnType<typeof unitNames>>;

/** Figures of closed sessions for any span (R-RPT-09), from the roll-up and nothing else. */
export class StatisticsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} SPAN_INVALID */
  async read(query: StatisticsQuery, person: SessionInfo): Promise<Statistics> {
    checkSpan(query);
    const [sessions, sites, calls, names, units, profile] = await Promise.all([
      readSessions(this.#database, query),
      readSites(this.#database, query),
      readCalls(this.#database, query),
      unitNames(this.#database, query),
      Units.read(this.#database),
      regulationInForce(this.#database, { now: instant(this.#clock.now()) }),
    ]);
    const whole = can(person.grants, 'report.read', {});
    const mine = reachOf(person, units);
    const ownSessions = whole ? sessions : sessions.filter(({ hostId }) => hostId !== null && mine(hostId));
    const ownSites = whole ? sites : sites.filter(({ organisationId }) => mine(organisationId));
    const ownCalls = whole ? calls : calls.filter(({ organisationId }) => mine(organisationId));
    return {
      from: query.from,
      to: query.to,
      units: query.units,
      sessions: addFigures(noSessions, ownSessions.map(sessionFigures)),
      sites: addFigures(noSites, ownSites.map(siteFigures)),
      months: monthsOf(ownSessions, ownSites),
      kinds: kindsOf(ownSessions, profile),
      hosts: hostsOf(ownSessions, settle(query.units, names)),
      takers: takersOf(ownSites, settle(query.units, names), units),
      bringUps: callsOf(ownCalls, { names, units, profile, view: query.units }),
    };
  }
}

/** @throws {AppError} SPAN_INVALID */
function checkSpan({ from, to }: StatisticsQuery): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 0 || days > MAX_DAYS) throw new AppError('SPAN_INVALID', { from, to, days: MAX_DAYS });
}

/** Whose figures somebody sees who does not see all: those of the own unit and what lies below it. */
function reachOf({ grants }: SessionInfo, units: Units): (organisationId: string) => boolean {
  const known = new Map<string, boolean>();
  const siteUnits = new Set(
    grants.flatMap(({ scope }) =>
      scope.kind === 'site' ? [units.site(scope.siteId)?.organisationId ?? null] : [],
    ),
  );
  return (organisationId) => {
    const before = known.get(organisationId);
    if (before !== undefined) return before;
    const within =
      siteUnits.has(OrganisationId.parse(organisationId)) ||
      can(grants, 'report.read', { organisationPath: units.pathOf(organisationId) });
    known.set(organisationId, within);
    return within;
  };
}

const sessionFigures = ({ urgency, ...row }: SessionRow): SessionFigures => ({
  sessions: row.sessions,
  durationMs: row.durationMs,
  urgent: urgency === 'urgent' ? row.sessions : 0,
  recorded: row.recorded,
  rehearsals: row.rehearsals,
  sites: row.sites,
  incidents: row.incidents,
  duties: row.duties,
  lateDuties: row.lateDuties,
});

const siteFigures = ({ month: _month, organisationId: _unit, areaId: _area, ...figures }: SiteRow) => figures;

function monthsOf(sessions: readonly SessionRow[], sites: readonly SiteRow[]): Statistics['months'] {
  const bySession = Map.groupBy(sessions, ({ month }) => month);
  const bySite = Map.groupBy(sites, ({ month }) => month);
  return [...new Set([...bySession.keys(), ...bySite.keys()])].sort().map((month) => ({
    month,
    sessions: addFigures(noSessions, (bySession.get(month) ?? []).map(sessionFigures)),
    sites: addFigures(noSites, (bySite.get(month) ?? []).map(siteFigures)),
  }));
}

function kindsOf(sessions: readonly SessionRow[], profile: RegulationProfile): Statistics['kinds'] {
  const nameOf = (kind: string) => profile.kinds.find(({ key }) => key === kind)?.name ?? kind;
  return [...Map.groupBy(sessions, ({ kind, urgency }) => `${kind ?? ''} ${urgency ?? ''}`).values()]
    .map((rows) => {
      const [first] = rows;
      const sum = addFigures(noSessions, rows.map(sessionFigures));
      return {
        kind: first?.kind ?? '',
        name: first?.kind == null ? '' : nameOf(first.kind),
        urgency: first?.urgency == null ? null : Urgency.parse(first.urgency),
        sessions: sum.sessions,
        durationMs: sum.durationMs,
        sites: sum.sites,
      };
    })
    .sort((a, b) => b.sessions - a.sessions);
}

/** Under which unit, called what, the figures of a unit are shown. */
type Settle = (organisationId: string) => { id: string; name: string; unsettled: boolean };

function settle(view: StatisticsQuery['units'], names: Names): Settle {
  const known = new Map<string, ReturnType<Settle>>();
  return (organisationId) => {
    const before = known.get(organisationId);
    if (before) return before;
    const found =
      view === 'then'
        ? { organisationId, unsettled: false }
        : presentUnit(OrganisationId.parse(organisationId), names);
    const { organisationId: id, unsettled } = found;
    const name = (view === 'then' ? names.former : names.present).get(id) ?? id;
    known.set(organisationId, { id, name, unsettled });
    return { id, name, unsettled };
  };
}

function hostsOf(sessions: readonly SessionRow[], at: Settle): Statistics['hosts'] {
  return [...Map.groupBy(sessions, ({ hostId }) => (hostId === null ? '' : at(hostId).id))]
    .map(([id, rows]) => {
      const sum = addFigures(noSessions, rows.map(sessionFigures));
      return {
        organisationId: id === '' ? null : OrganisationId.parse(id),
        name: id === '' ? '' : at(rows[0]?.hostId ?? id).name,
        sessions: sum.sessions,
        durationMs: sum.durationMs,
        sites: sum.sites,
        urgent: sum.urgent,
      };
    })
    .sort((a, b) => b.sessions - a.sessions || a.name.localeCompare(b.name, 'vi'));
}

function takersOf(sites: readonly SiteRow[], at: Settle, units: Units): Statistics['takers'] {
  const keyOf = ({ organisationId, areaId }: SiteRow) =>
    `${at(organisationId).id} ${areaId === null ? '' : at(areaId).id}`;
  return [...Map.groupBy(sites, keyOf).values()]
    .flatMap((rows) => {
      const [first] = rows;
      if (!first) return [];
      const { id, name, unsettled } = at(first.organisationId);
      return [
        {
          organisationId: OrganisationId.parse(id),
          name,
          area: first.areaId === null ? null : at(first.areaId).name,
          unsettled,
          figures: addFigures(noSites, rows.map(siteFigures)),
          rank: units.pathOf(id).length,
        },
      ];
    })
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, 'vi'))
    .map(({ rank: _rank, ...taker }) => taker);
}

function callsOf(
  calls: readonly CallRow[],
  {
    names,
    units,
    profile,
    view,
  }: { names: Names; units: Units; profile: RegulationProfile; view: StatisticsQuery['units'] },
): Statistics['bringUps'] {
  const at = settle(view, names);
  const worstFirst = (a: BringUpFigures, b: BringUpFigures) =>
    b.late - a.late || (b.meanMs ?? 0) - (a.meanMs ?? 0) || a.name.localeCompare(b.name, 'vi');
  const grouped = (
    key: (call: CallRow) => string | null,
    nameOf: (call: CallRow) => string,
    isSite = false,
  ) =>
    [...Map.groupBy(calls, key)]
      .flatMap(([value, rows]) => {
        const [first] = rows;
        if (value === null || !first) return [];
        return [bringUpFigures(nameOf(first), isSite ? SiteId.parse(first.siteId) : null, rows)];
      })
      .sort(worstFirst);
  const siteNames = toldApart(
    calls.map(({ siteId, areaId }) => ({
      siteId,
      name: units.site(siteId)?.name ?? siteId,
      area: areaId === null ? null : at(areaId).name,
    })),
  );
  const limit = profile.parameters['bringup.limit']?.value ?? null;
  return {
    limitMs: limit === null ? null : limit * 1000,
    all: bringUpFigures('', null, calls),
    sites: grouped(
      ({ siteId }) => siteId,
      ({ siteId }) => siteNames.get(siteId) ?? siteId,
      true,
    ).slice(0, 2_000),
    areas: grouped(
      ({ areaId }) => (areaId === null ? null : at(areaId).id),
      ({ areaId }) => at(areaId ?? '').name,
    ).slice(0, 200),
    operators: grouped(
      ({ operator }) => operator,
      ({ operator }) => operator,
    ).slice(0, 500),
  };
}
