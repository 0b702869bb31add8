import type { IncidentType } from '@nhipcau/contracts';
import { holdersNear, routeOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { type Party, resolveParties } from '../notices/parties.ts';
import type { CaseMeeting } from './case-meeting.ts';

/** Somebody to be told of a fault. */
export interface FoundParty {
  readonly role: string;
  readonly roleName: string;
  readonly kind: 'organisation' | 'site' | 'accounts' | 'nobody';
  readonly organisationId: string | null;
  readonly siteId: string | null;
  readonly accountRole: string | null;
  readonly name: string;
  readonly person: string | null;
  readonly phone: string | null;
  readonly isNext: boolean;
}

interface Place {
  readonly meeting: CaseMeeting;
  /** Null: of the meeting as a whole. */
  readonly siteId: string | null;
  readonly at: number;
}

/** Whom the locality's text names for such a fault at such a place, each with the person on duty and the number to call. */
export async function findParties(
  executor: Executor,
  place: Place & { readonly type: IncidentType; readonly session: 'preparation' | 'session' },
): Promise<FoundParty[]> {
  const { meeting, siteId, type, session } = place;
  const { profile, data } = meeting;
  const route = profile && routeOf(profile.office.incidents, { ...meeting, type, session });
  if (profile === null || route === null) return [];
  const path = siteId === null ? null : await pathOfSite(executor, siteId);
  const found: FoundParty[] = [];
  for (const [roles, isNext] of [
    [route.tells, false],
    [route.next, true],
  ] as const)
    for (const role of roles) {
      const holders = await resolveParties(executor, { profile, data }, [role]);
      for (const party of holdersNear(holders, path)) {
        const { person, phone } = await onDuty(executor, place, { party, path });
        found.push({
          role,
          roleName: profile.roles[role]?.name ?? role,
          kind: party.kind === 'public' ? 'nobody' : party.kind,
          organisationId: party.organisationId,
          siteId: party.siteId,
          accountRole: party.accountRole,
          name: party.name,
          person,
          phone: phone ?? party.phone,
          isNext,
        });
      }
    }
  return withoutRepetition(found).slice(0, MOST);
}

/** As many as one case may name. */
const MOST = 20;

const identityOf = ({ kind, role, organisationId, siteId, accountRole }: FoundParty): string =>
  kind === 'nobody' ? `nobody ${role}` : `${kind} ${organisationId ?? siteId ?? accountRole}`;

/** Nobody is named twice; whoever is told at once is not told later. */
export const withoutRepetition = (parties: readonly FoundParty[]): FoundParty[] =>
  parties.filter(
    (party, index) => parties.findIndex((other) => identityOf(other) === identityOf(party)) === index,
  );

async function pathOfSite(executor: Executor, siteId: string): Promise<readonly string[]> {
  const site = await executor
    .selectFrom('site')
    .select('organisation_id')
    .where('id', '=', siteId)
    .executeTakeFirst();
  return site ? organisationPath(executor, site.organisation_id) : [];
}

interface OnDuty {
  readonly person: string | null;
  readonly phone: string | null;
}
const nobody: OnDuty = { person: null, phone: null };

/** Who has the duty there at this time: named for the meeting, on the roster, or the standby that the power company gave. */
async function onDuty(
  executor: Executor,
  { meeting: { meetingId }, siteId, at }: Place,
  { party, path }: { party: Party; path: readonly string[] | null },
): Promise<OnDuty> {
  if (party.siteId !== null) return (await dutyAtSite(executor, meetingId, party.siteId)) ?? nobody;
  if (party.organisationId === null) return nobody;
  const { kind } = await executor
    .selectFrom('organisation')
    .select('kind')
    .where('id', '=', party.organisationId)
    .executeTakeFirstOrThrow();
  if (kind === 'power') return (await powerStandby(executor, path ?? [], at)) ?? nobody;
  return (
    (await dutyOfUnit(executor, { meetingId, siteId, path: path ?? [], kind, name: party.name })) ??
    (await onRoster(executor, party.organisationId, at)) ??
    nobody
  );
}

/** Whoever was named for the site's own post. */
export async function dutyAtSite(
  executor: Executor,
  meetingId: string,
  siteId: string,
): Promise<OnDuty | null> {
  const { rows } = await sql<{ name: string; telephone: string }>`
    select assigned.name, assigned.telephone
    from duty_post post
      join lateral (select name, telephone from duty_assignment
        where post_id = post.id order by id desc limit 1) assigned on true
    where post.meeting_id = ${meetingId} and post.site_id = ${siteId} and post.dropped_at is null
      and not ('telecom' = any(post.providers))
    order by post.session = 'official' desc, post.starts_at limit 1`.execute(executor);
  const row = rows[0];
  return row ? { person: row.name, phone: row.telephone } : null;
}

/**
 * The technician a unit named for the site, else for its district, else for the meeting (R-INC-07): of several units of a
 * kind the one that named somebody there.
 */
async function dutyOfUnit(
  executor: Executor,
  {
    meetingId,
    siteId,
    path,
    kind,
    name,
  }: { meetingId: string; siteId: string | null; path: readonly string[]; kind: string; name: string },
): Promise<OnDuty | null> {
  const { rows } = await sql<{ name: string; telephone: string }>`
    select assigned.name, assigned.telephone
    from duty_post post
      join lateral (select name, telephone, unit from duty_assignment
        where post_id = post.id order by id desc limit 1) assigned on true
    where post.meeting_id = ${meetingId} and post.dropped_at is null and ${kind} = any(post.providers)
      and (post.site_id is null or post.site_id = ${siteId})
      and (post.district_id is null or post.district_id = any(${[...path]}))
    order by fold_text(assigned.unit) = fold_text(${name}) desc, post.site_id is null, post.district_id is null,
      post.session = 'official' desc limit 1`.execute(executor);
  const row = rows[0];
  return row ? { person: row.name, phone: row.telephone } : null;
}

async function onRoster(executor: Executor, organisationId: string, at: number): Promise<OnDuty | null> {
  const row = await executor
    .selectFrom('roster_shift')
    .innerJoin('operator_person', 'operator_person.id', 'roster_shift.person_id')
    .select(['operator_person.name', 'operator_person.telephone'])
    .where('roster_shift.organisation_id', '=', organisationId)
    .where('starts_at', '<=', new Date(at))
    .where('ends_at', '>', new Date(at))
    .where('operator_person.telephone', 'is not', null)
    .orderBy('starts_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { person: row.name, phone: row.telephone } : null;
}

/** The nearest area for which the power company named somebody (R-DIR-22). */
async function powerStandby(executor: Executor, path: readonly string[], at: number): Promise<OnDuty | null> {
  if (path.length === 0) return null;
  const rows = await executor
    .selectFrom('power_contact')
    .select(['area_id', 'unit', 'telephone'])
    .where('area_id', 'in', [...path])
    .where('valid_from', '<=', new Date(at))
    .where('valid_to', '>', new Date(at))
    .execute();
  const [row] = rows.sort((a, b) => path.indexOf(a.area_id) - path.indexOf(b.area_id));
  return row ? { person: row.unit, phone: row.telephone } : null;
}
