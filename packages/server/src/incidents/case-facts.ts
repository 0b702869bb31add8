import { type Instant, LineFigures } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { type CaseRecord, figuresOf } from './cases.repository.ts';

/** Whom to call at a site. */
export interface AtSite {
  readonly name: string | null;
  readonly phone: string | null;
}

/** What stands around cases, of all that are shown at once: who serves their sites, and their lines afterwards. */
export interface CaseFacts {
  atSite(record: CaseRecord): AtSite | null;
  after(record: CaseRecord): LineFigures | null;
}

export interface Restored {
  readonly record: CaseRecord;
  readonly restoredAt: Instant | null;
}

/** Two questions to the database, whatever the number of cases. */
export async function caseFacts(executor: Executor, cases: readonly Restored[]): Promise<CaseFacts> {
  const people = await peopleAt(
    executor,
    cases.map(({ record }) => record),
  );
  const figures = await figuresAfter(executor, cases);
  return {
    atSite: (record) => people.get(`${record.meetingId} ${record.siteId}`) ?? null,
    after: ({ caseId }) => figures.get(caseId) ?? null,
  };
}

/** Whoever was named for the site's post in the meeting, else the site's own number, else its organisation's. */
async function peopleAt(
  executor: Executor,
  records: readonly CaseRecord[],
): Promise<ReadonlyMap<string, AtSite>> {
  const places = new Map(
    records.flatMap(({ meetingId, siteId }) =>
      siteId === null ? [] : [[`${meetingId} ${siteId}`, { meetingId, siteId }] as const],
    ),
  );
  if (places.size === 0) return new Map();
  const meetings = [...places.values()].map(({ meetingId }) => meetingId);
  const sites = [...places.values()].map(({ siteId }) => siteId);
  const { rows } = await sql<{
    meeting_id: string;
    site_id: string;
    name: string | null;
    phone: string | null;
  }>`
    select place.meeting_id, place.site_id,
      coalesce(duty.name, site.duty_title) as name,
      case when duty.name is not null then duty.telephone
        else coalesce(site.duty_phone, organisation.telephone) end as phone
    from unnest(${meetings}::text[], ${sites}::text[]) as place (meeting_id, site_id)
      join site on site.id = place.site_id
      join organisation on organisation.id = site.organisation_id
      left join lateral (
        select assigned.name, assigned.telephone
        from duty_post post
          join lateral (select name, telephone from duty_assignment
            where post_id = post.id order by id desc limit 1) assigned on true
        where post.meeting_id = place.meeting_id and post.site_id = place.site_id and post.dropped_at is null
          and not ('telecom' = any(post.providers))
        order by post.session = 'official' desc, post.starts_at limit 1) duty on true`.execute(executor);
  return new Map(
    rows.map(({ meeting_id, site_id, name, phone }) => [`${meeting_id} ${site_id}`, { name, phone }]),
  );
}

const lineOf = ({ meetingId, siteId, nodeId, subject }: CaseRecord) =>
  subject.startsWith('node ') || subject === 'meeting'
    ? null
    : {
        meetingId,
        kind: siteId === null ? ('link' as const) : ('site' as const),
        subject: siteId ?? nodeId ?? '',
      };

async function figuresAfter(
  executor: Executor,
  cases: readonly Restored[],
): Promise<ReadonlyMap<string, LineFigures>> {
  const asked = cases.flatMap(({ record, restoredAt }) => {
    const line = lineOf(record);
    return line === null || restoredAt === null ? [] : [{ caseId: record.caseId, ...line, restoredAt }];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{
    case_id: string;
    at: Date;
    quality: string;
    rtt_ms: number | null;
    jitter_ms: number | null;
    loss: number | null;
  }>`
    select asked.case_id, found.at, found.quality, found.rtt_ms, found.jitter_ms, found.loss
    from unnest(
        ${asked.map(({ caseId }) => caseId)}::text[], ${asked.map(({ meetingId }) => meetingId)}::text[],
        ${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ subject }) => subject)}::text[],
        ${asked.map(({ restoredAt }) => new Date(restoredAt))}::timestamptz[]
      ) as asked (case_id, meeting_id, kind, subject, since)
      join lateral (
        select at, quality, rtt_ms, jitter_ms, loss from line_bucket
        where meeting_id = asked.meeting_id and kind = asked.kind and subject = asked.subject
          and at >= asked.since
        order by at limit 1) found on true`.execute(executor);
  return new Map(
    rows.map(({ case_id, at, quality, rtt_ms, jitter_ms, loss }) => [
      case_id,
      LineFigures.parse({ at: at.getTime(), quality, rttMs: rtt_ms, jitterMs: jitter_ms, loss }),
    ]),
  );
}

/** The line of a site or link after the fault was over. */
export async function afterOf(
  executor: Executor,
  record: CaseRecord,
  restoredAt: Instant | null,
): Promise<LineFigures | null> {
  const line = lineOf(record);
  return line === null || restoredAt === null ? null : figuresOf(executor, line, { after: restoredAt });
}
