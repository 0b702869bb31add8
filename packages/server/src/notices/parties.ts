import type { PartyRule, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Somebody to be told, with the addresses known of them at that time. */
export interface Party {
  readonly role: string;
  readonly kind: 'organisation' | 'site' | 'accounts' | 'public' | 'nobody';
  readonly organisationId: string | null;
  readonly siteId: string | null;
  readonly accountRole: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  /** Telecom and power are told when and where, not what about (R-SEC-09). */
  readonly isPartner: boolean;
  /** The organisation by which they take part: a site's own, or one that is told because it takes part. */
  readonly takesPartAs: string | null;
}

interface Meeting {
  readonly profile: RegulationProfile;
  /** Null outside of any meeting: rules that speak of one find nobody. */
  readonly data: RegistrationData | null;
}

const none = {
  organisationId: null,
  siteId: null,
  accountRole: null,
  phone: null,
  email: null,
  isPartner: false,
  takesPartAs: null,
} as const;

/**
 * Whom the roles of a row mean for a meeting here: what the installation has named itself, else the first rule of the
 * profile that finds anybody. A role nobody holds stays as `nobody`, for a person to deal with. Nobody is named twice.
 */
export async function resolveParties(
  executor: Executor,
  { profile, data }: Meeting,
  roles: readonly string[],
): Promise<Party[]> {
  const found: Party[] = [];
  for (const role of roles) found.push(...(await holdersOf(executor, { profile, data }, role)));
  const seen = new Set<string>();
  return toldOnce(found).filter((party) => {
    const key =
      party.kind === 'nobody'
        ? `nobody:${party.role}`
        : `${party.kind}:${party.organisationId ?? party.siteId ?? party.accountRole}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * A unit that takes part and whose own site is told as well is told there, in the unit's role; its other sites as sites. Not so the
 * host: its office and the technician of its room are two readers.
 *
 * @rule NT-11, NT-12
 */
function toldOnce(found: readonly Party[]): Party[] {
  const seatOf = (unit: Party): Party | undefined =>
    unit.kind === 'organisation' && unit.takesPartAs !== null
      ? found.find(({ kind, takesPartAs }) => kind === 'site' && takesPartAs === unit.takesPartAs)
      : undefined;
  const seats = new Set(found.map(seatOf));
  return found.flatMap((party) => {
    const seat = seatOf(party);
    if (seat) return [{ ...seat, role: party.role }];
    return seats.has(party) ? [] : [party];
  });
}

/** The holders of one role. */
export async function holdersOf(executor: Executor, meeting: Meeting, role: string): Promise<Party[]> {
  const { profile } = meeting;
  const named = await organisations(executor)
    .innerJoin('notice_party', 'notice_party.organisation_id', 'organisation.id')
    .where('notice_party.locality', '=', profile.locality)
    .where('notice_party.role', '=', role)
    .execute();
  if (named.length > 0) return named.map((row) => organisationParty(role, row));
  for (const rule of profile.office.notices.parties[role] ?? []) {
    const parties = await byRule(executor, meeting, role, rule);
    if (parties.length > 0) return parties;
  }
  return [{ ...none, role, kind: 'nobody', name: profile.roles[role]?.name ?? role }];
}

async function byRule(executor: Executor, meeting: Meeting, role: string, rule: PartyRule): Promise<Party[]> {
  const { data, profile } = meeting;
  if (rule.kind === 'accounts') return accountParty(executor, profile, role, rule.role);
  if (rule.kind === 'organisations') return organisationParties(executor, data, role, rule);
  if (data === null) return [];
  switch (rule.kind) {
    case 'public':
      return data.secret.declared ? [] : [{ ...none, role, kind: 'public', name: profile.name }];
    case 'host':
      return (
        await organisations(executor).where('organisation.id', '=', data.hostOrganisationId).execute()
      ).map((row) => organisationParty(role, row));
    case 'sites':
      return siteParties(executor, data, role, rule);
  }
}

const organisations = (executor: Executor) =>
  executor
    .selectFrom('organisation')
    .select([
      'organisation.id',
      'organisation.name',
      'organisation.kind',
      'organisation.telephone',
      'organisation.email',
    ])
    .orderBy('organisation.name')
    .orderBy('organisation.id');

const organisationParty = (
  role: string,
  row: { id: string; name: string; kind: string; telephone: string | null; email: string | null },
): Party => ({
  ...none,
  role,
  kind: 'organisation',
  organisationId: row.id,
  name: row.name,
  phone: row.telephone,
  email: row.email,
  isPartner: row.kind === 'telecom' || row.kind === 'power',
});

async function siteParties(
  executor: Executor,
  data: RegistrationData,
  role: string,
  { which, levels }: Extract<PartyRule, { kind: 'sites' }>,
): Promise<Party[]> {
  const ids = data.sites
    .map(({ siteId }) => siteId)
    .filter((id) => which === 'all' || (which === 'chair') === (id === data.chairSiteId));
  if (ids.length === 0) return [];
  const rows = await executor
    .selectFrom('site')
    .innerJoin('organisation', 'organisation.id', 'site.organisation_id')
    .select([
      'site.id',
      'site.name',
      'site.duty_phone',
      'site.organisation_id',
      'site.level_code',
      'organisation.email',
      'organisation.telephone',
    ])
    .where('site.id', 'in', ids)
    .orderBy('site.number')
    .execute();
  const contact = new Map(data.sites.map((site) => [String(site.siteId), site.contactPhone]));
  return rows
    .filter((row) => levels?.includes(row.level_code) ?? true)
    .map((row) => ({
      ...none,
      role,
      kind: 'site' as const,
      siteId: row.id,
      name: row.name,
      phone: contact.get(row.id) ?? row.duty_phone ?? row.telephone,
      email: row.email,
      takesPartAs: row.organisation_id,
    }));
}

async function accountParty(
  executor: Executor,
  profile: RegulationProfile,
  role: string,
  accountRole: string,
): Promise<Party[]> {
  const holder = await executor
    .selectFrom('user_grant')
    .innerJoin('user_account', 'user_account.id', 'user_grant.user_id')
    .select('user_account.id')
    .where('user_grant.role', '=', accountRole)
    .where('user_account.disabled', '=', false)
    .limit(1)
    .executeTakeFirst();
  return holder
    ? [{ ...none, role, kind: 'accounts', accountRole, name: profile.roles[role]?.name ?? role }]
    : [];
}

async function organisationParties(
  executor: Executor,
  data: RegistrationData | null,
  role: string,
  { organisationKinds, levels, nameContains, takingPart }: Extract<PartyRule, { kind: 'organisations' }>,
): Promise<Party[]> {
  const inMeeting = takingPart ? await organisationsOfSites(executor, data?.sites ?? []) : null;
  if (inMeeting?.length === 0) return [];
  const rows = await organisations(executor)
    .where('organisation.kind', 'in', organisationKinds)
    .$if(levels !== null, (query) => query.where('organisation.level_code', 'in', levels ?? []))
    .$if(nameContains !== null, (query) =>
      query.where(
        sql<string>`fold_text(organisation.name)`,
        'like',
        sql<string>`'%' || fold_text(${nameContains}) || '%'`,
      ),
    )
    .$if(inMeeting !== null, (query) => query.where('organisation.id', 'in', inMeeting ?? []))
    .execute();
  return rows.map((row) => ({
    ...organisationParty(role, row),
    takesPartAs: takingPart ? row.id : null,
  }));
}

/** The organisations of the invited sites and all above them. */
async function organisationsOfSites(executor: Executor, sites: RegistrationData['sites']): Promise<string[]> {
  const ids = sites.map(({ siteId }) => siteId);
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with recursive above (id, depth) as (
      select organisation_id, 0 from site where id in (${sql.join(ids)})
      union
      select upper.parent_id, depth + 1 from organisation upper join above on upper.id = above.id
        where upper.parent_id is not null and depth < 20
    )
    select distinct id from above`.execute(executor);
  return rows.map(({ id }) => id);
}
