import {
  instant,
  type MeetingId,
  type Registration,
  type RegulationProfile,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, checkPhasesOf, type TimedPhase } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { profileOf } from '../registration/files.ts';
import { findRegistration } from '../registration/registration.repository.ts';
import { Units } from '../staff/units.ts';

/** A site of a meeting as its checks need it. */
export interface CheckedSite {
  readonly siteId: SiteId;
  readonly number: number;
  readonly name: string;
  readonly organisationId: string;
  readonly terminal: 'browser' | 'vcs';
  readonly isChair: boolean;
}

/** A meeting's file with everything its checks are derived from. */
export interface CheckFile {
  readonly registration: Registration;
  readonly profile: RegulationProfile;
  readonly units: Units;
  readonly sites: readonly CheckedSite[];
  phasesOf(site: Pick<CheckedSite, 'isChair' | 'terminal'>): readonly TimedPhase[];
}

/** States of a file in which its sites are checked. */
const checked: readonly string[] = [
  'confirmed',
  'noticed',
  'planned',
  'rehearsed',
  'connected',
  'ready',
  'live',
];

/** @throws {AppError} MEETING_NOT_FOUND */
export async function readCheckFile(executor: Executor, meetingId: MeetingId): Promise<CheckFile> {
  const registration = await findRegistration(executor, meetingId);
  if (!registration || registration.state === 'draft') throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const profile = await profileOf(executor, registration);
  const limits = await limitsOf(executor, meetingId);
  const meeting = { start: registration.data.official.start, limits };
  const rules = profile.office.checks;
  const phases = new Map(
    [true, false].flatMap((isChair) =>
      (['browser', 'vcs'] as const).map((terminal) => [
        `${isChair} ${terminal}`,
        checkPhasesOf(rules, meeting, { isChair, terminal }),
      ]),
    ),
  );
  return {
    registration,
    profile,
    units: await Units.read(executor),
    sites: await sitesOf(executor, registration),
    phasesOf: ({ isChair, terminal }) => phases.get(`${isChair} ${terminal}`) ?? [],
  };
}

export const isChecking = ({ registration: { state } }: CheckFile): boolean => checked.includes(state);

/** @throws {AppError} CHECKS_NOT_NOW */
export function requireChecking({ registration: { state } }: CheckFile): void {
  if (!checked.includes(state)) throw new AppError('CHECKS_NOT_NOW', { state });
}

/** @throws {AppError} SITE_NOT_INVITED */
export function siteIn(file: CheckFile, siteId: string): CheckedSite {
  const site = file.sites.find((one) => one.siteId === siteId);
  if (!site) throw new AppError('SITE_NOT_INVITED', { siteId });
  return site;
}

/** The host's place: whoever works on the meeting as a whole. */
export const placeOfFile = ({ registration, units }: CheckFile) => ({
  organisationPath: units.pathOf(registration.data.hostOrganisationId),
  meetingId: registration.meetingId,
});

/** The site's own place within this meeting. */
export const placeOfSite = ({ registration, units }: CheckFile, site: CheckedSite) => ({
  ...units.placeOf(site.organisationId, site.siteId),
  meetingId: registration.meetingId,
});

/** Whoever may see the whole board: by the host's place. Others see the sites that are theirs. */
export const seesAll = (file: CheckFile, { grants }: SessionInfo): boolean =>
  can(grants, 'registration.read', placeOfFile(file));

export const seesSite = (file: CheckFile, site: CheckedSite, person: SessionInfo): boolean =>
  seesAll(file, person) || can(person.grants, 'registration.read', placeOfSite(file, site));

/** Duties let go or impossible from the first leave the check until the start. */
async function limitsOf(executor: Executor, meetingId: string) {
  const rows = await executor
    .selectFrom('deadline')
    .select(['deadline_id', 'due_at', 'state'])
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'void')
    .execute();
  return new Map(
    rows.map(({ deadline_id, due_at, state }) => [
      deadline_id,
      due_at === null || state === 'waived' || state === 'impossible' ? null : instant(due_at.getTime()),
    ]),
  );
}

async function sitesOf(executor: Executor, { meetingId, data }: Registration): Promise<CheckedSite[]> {
  const siteIds = [
    ...new Set([
      ...data.sites.map(({ siteId }) => siteId),
      ...(data.chairSiteId === null ? [] : [data.chairSiteId]),
    ]),
  ];
  if (siteIds.length === 0) return [];
  const rows = await executor
    .selectFrom('site')
    .leftJoin('meeting_name as kept', (join) =>
      join
        .onRef('kept.subject_id', '=', 'site.id')
        .on('kept.kind', '=', 'site')
        .on('kept.meeting_id', '=', meetingId),
    )
    .select((eb) => [
      'site.id',
      'site.number',
      'site.organisation_id',
      'site.terminal',
      eb.fn.coalesce('kept.name', 'site.name').as('name'),
    ])
    .where('site.id', 'in', siteIds)
    .orderBy('site.number')
    .execute();
  return rows.map((row) => ({
    siteId: SiteId.parse(row.id),
    number: row.number,
    name: row.name,
    organisationId: row.organisation_id,
    terminal: row.terminal === 'vcs' ? ('vcs' as const) : ('browser' as const),
    isChair: row.id === data.chairSiteId,
  }));
}
