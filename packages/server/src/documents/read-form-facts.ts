import { instant, type Registration, type RegulationProfile, SiteId } from '@nhipcau/contracts';
import { type DutyFacts, dateOf, type FormFacts, type SiteFacts, type StaffFacts } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { movesOf } from '../registration/registration.repository.ts';

type Facts = Omit<FormFacts, 'issue'>;

/** Everything a form of this file can say: names as they were kept at its confirmation, until then those of today. */
export async function readFormFacts(
  executor: Executor,
  registration: Registration,
  profile: RegulationProfile,
  now: number,
): Promise<Facts> {
  const siteIds = [
    ...new Set([...registration.data.sites.map(({ siteId }) => siteId), ...chairSite(registration)]),
  ];
  return {
    registration,
    profile,
    host: await hostOf(executor, registration),
    sites: await sitesOf(executor, registration.meetingId, siteIds),
    decision: await decisionOf(executor, registration),
    staff: await staffOf(executor, registration, dateOf(instant(now), profile.timeZone)),
    duty: await dutyOf(executor, registration),
  };
}

const chairSite = ({ data }: Registration): SiteId[] => (data.chairSiteId === null ? [] : [data.chairSiteId]);

async function hostOf(executor: Executor, { meetingId, data }: Registration): Promise<Facts['host']> {
  const row = await executor
    .selectFrom('organisation as host')
    .leftJoin('organisation as superior', 'superior.id', 'host.parent_id')
    .leftJoin('meeting_name as kept', (join) =>
      join
        .onRef('kept.subject_id', '=', 'host.id')
        .on('kept.kind', '=', 'host')
        .on('kept.meeting_id', '=', meetingId),
    )
    .select((eb) => [
      eb.fn.coalesce('kept.name', 'host.name').as('name'),
      'host.address',
      eb
        .case()
        .when('kept.name', 'is not', null)
        .then(eb.ref('kept.above'))
        .else(eb.ref('superior.name'))
        .end()
        .as('superior'),
    ])
    .where('host.id', '=', data.hostOrganisationId)
    .executeTakeFirst();
  return { name: row?.name ?? '', address: row?.address ?? null, superior: row?.superior ?? null };
}

async function sitesOf(
  executor: Executor,
  meetingId: string,
  siteIds: readonly string[],
): Promise<Map<SiteId, SiteFacts>> {
  if (siteIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('site')
    .innerJoin('organisation', 'organisation.id', 'site.organisation_id')
    .innerJoin('level', 'level.code', 'site.level_code')
    .innerJoin('mcu_node', 'mcu_node.id', 'site.node_id')
    .leftJoin('meeting_name as kept', (join) =>
      join
        .onRef('kept.subject_id', '=', 'site.id')
        .on('kept.kind', '=', 'site')
        .on('kept.meeting_id', '=', meetingId),
    )
    .select((eb) => [
      'site.id',
      eb.fn.coalesce('kept.name', 'site.name').as('name'),
      eb.fn.coalesce('kept.above', 'organisation.name').as('organisation'),
      'organisation.address as seat',
      'site.address',
      'site.room',
      'level.name as level',
      'mcu_node.name as mcu',
      'site.terminal',
      'site.duty_title',
      'site.duty_phone',
    ])
    .where('site.id', 'in', siteIds)
    .execute();
  return new Map(
    rows.map((row) => [
      SiteId.parse(row.id),
      {
        name: row.name,
        organisation: row.organisation,
        address: row.address ?? row.seat,
        room: row.room,
        level: row.level,
        mcu: row.mcu,
        terminal: row.terminal === 'vcs' ? 'vcs' : 'browser',
        dutyTitle: row.duty_title,
        dutyPhone: row.duty_phone,
      },
    ]),
  );
}

/** The latest word on the registration; a file that went back to be completed has none. */
async function decisionOf(executor: Executor, registration: Registration): Promise<Facts['decision']> {
  if (registration.decidedAt === null) return null;
  const moves = await movesOf(executor, registration.meetingId);
  const last = moves.findLast(({ act }) => act === 'confirm' || act === 'refuse');
  if (!last) return null;
  return { agreed: last.act === 'confirm', at: last.at, reason: last.reason };
}

async function staffOf(executor: Executor, { data }: Registration, today: string): Promise<Facts['staff']> {
  const rows = await executor
    .selectFrom('operator_person')
    .select(['duty', 'name', 'title', 'email', 'telephone'])
    .where('organisation_id', '=', data.hostOrganisationId)
    .where('duty', 'in', ['leader', 'main', 'support'])
    .where('from_on', '<=', today)
    .where((where) => where.or([where('to_on', 'is', null), where('to_on', '>=', today)]))
    .orderBy('from_on')
    .orderBy('id')
    .execute();
  const first = (duty: string): StaffFacts | null => {
    const found = rows.find((row) => row.duty === duty);
    return found
      ? { name: found.name, title: found.title, email: found.email, phone: found.telephone }
      : null;
  };
  return { leader: first('leader'), main: first('main'), support: first('support') };
}

/** Posts that are still needed, with the newest assignment of each. */
async function dutyOf(executor: Executor, { meetingId }: Registration): Promise<DutyFacts[]> {
  const { rows } = await sql<{
    label: string;
    session: string;
    site_id: string | null;
    site: string | null;
    person: string | null;
    telephone: string | null;
  }>`
    select post.label, post.session, post.site_id, coalesce(site.name, district.name) as site,
           assigned.name as person, assigned.telephone
    from duty_post post
    left join site on site.id = post.site_id
    left join organisation district on district.id = post.district_id
    left join lateral (
      select name, telephone from duty_assignment where post_id = post.id order by id desc limit 1
    ) assigned on true
    where post.meeting_id = ${meetingId} and post.dropped_at is null
    order by post.starts_at, post.key, coalesce(site.number, 0), post.id`.execute(executor);
  return rows.map((row) => ({
    post: row.session === 'rehearsal' ? `${row.label} (phiên thử)` : row.label,
    siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
    site: row.site,
    person: row.person,
    phone: row.telephone,
  }));
}
