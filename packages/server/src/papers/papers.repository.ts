import { instant, type MeetingPaper, PaperFormat, SiteId, type SitePapers } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

const timeOf = (at: Date | null) => (at === null ? null : instant(at.getTime()));

const papersQuery = (executor: Executor) =>
  executor
    .selectFrom('meeting_paper')
    .select([
      'meeting_paper.id',
      'meeting_paper.name',
      'meeting_paper.format',
      'meeting_paper.digest',
      'meeting_paper.uploaded_at',
      'meeting_paper.uploaded_by_name',
      sql<number>`octet_length(meeting_paper.content)`.as('size'),
      sql<Date | null>`(select min(sent_at) from paper_issue where paper_id = meeting_paper.id)`.as(
        'issued_at',
      ),
    ])
    .orderBy('meeting_paper.uploaded_at')
    .orderBy('meeting_paper.id');
type PaperRow = Awaited<ReturnType<ReturnType<typeof papersQuery>['execute']>>[number];

const paperOf = (row: PaperRow): MeetingPaper => ({
  paperId: row.id,
  name: row.name,
  format: PaperFormat.parse(row.format),
  sizeBytes: row.size,
  sha256: row.digest.toString('hex'),
  uploadedAt: instant(row.uploaded_at.getTime()),
  uploadedBy: row.uploaded_by_name,
  issuedAt: timeOf(row.issued_at),
});

export async function papersOf(executor: Executor, meetingId: string): Promise<MeetingPaper[]> {
  const rows = await papersQuery(executor).where('meeting_paper.meeting_id', '=', meetingId).execute();
  return rows.map(paperOf);
}

/** The papers that one site was sent. */
export async function papersSentTo(executor: Executor, meetingId: string, siteId: string) {
  const rows = await papersQuery(executor)
    .innerJoin('paper_issue', 'paper_issue.paper_id', 'meeting_paper.id')
    .select('paper_issue.received_at')
    .where('meeting_paper.meeting_id', '=', meetingId)
    .where('paper_issue.site_id', '=', siteId)
    .execute();
  return rows.map((row) => ({ ...paperOf(row), receivedAt: timeOf(row.received_at) }));
}

/** How far the papers have come with each of these sites, in their order. */
export async function sitePapersOf(
  executor: Executor,
  meetingId: string,
  siteIds: readonly string[],
): Promise<SitePapers[]> {
  if (siteIds.length === 0) return [];
  const rows = await executor
    .selectFrom('site')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('paper_issue')
          .innerJoin('meeting_paper', 'meeting_paper.id', 'paper_issue.paper_id')
          .selectAll('paper_issue')
          .where('meeting_paper.meeting_id', '=', meetingId)
          .as('issue'),
      (join) => join.onRef('issue.site_id', '=', 'site.id'),
    )
    .select([
      'site.id',
      'site.name',
      sql<number>`count(issue.paper_id)::integer`.as('sent'),
      sql<number>`count(issue.received_at)::integer`.as('received'),
      sql<Date | null>`max(issue.sent_at)`.as('last_sent'),
      sql<Date | null>`max(issue.received_at)`.as('last_received'),
      sql<string | null>`(array_agg(issue.received_by order by issue.received_at desc nulls last))[1]`.as(
        'by',
      ),
    ])
    .where('site.id', 'in', [...siteIds])
    .groupBy(['site.id', 'site.name', 'site.number'])
    .orderBy('site.number')
    .execute();
  return rows.map(({ id, name, sent, received, last_sent, last_received, by }) => ({
    siteId: SiteId.parse(id),
    name,
    state: sent === 0 ? 'notSent' : received === sent ? 'received' : 'sent',
    sent,
    received,
    lastSentAt: timeOf(last_sent),
    lastReceivedAt: timeOf(last_received),
    receivedBy: by,
  }));
}

/** Writes down that a site has a paper, once. */
export async function recordReceipt(
  executor: Executor,
  paperIds: readonly string[],
  siteIds: readonly string[],
  { at, by, via }: { at: number; by: string; via: 'link' | 'account' },
): Promise<number> {
  if (paperIds.length === 0 || siteIds.length === 0) return 0;
  const { numUpdatedRows } = await executor
    .updateTable('paper_issue')
    .set({ received_at: new Date(at), received_by: by, received_via: via })
    .where('paper_id', 'in', [...paperIds])
    .where('site_id', 'in', [...siteIds])
    .where('received_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
