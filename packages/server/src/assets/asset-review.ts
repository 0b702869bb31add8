import { type AssetReview, type FileReview, instant, SiteId, type SiteReviewLine } from '@nhipcau/contracts';
import { can, upkeepDue, upkeepRulesFor, upkeepSince } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { listFeedback } from '../reports/feedback.repository.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { assetRules } from './asset-parts.ts';
import { listAssets } from './assets.repository.ts';
import { lastDone } from './upkeep.service.ts';

/** Counted of a site in a year. */
interface Counted {
  readonly meetings: number;
  readonly incidents: number;
  readonly repairs: number;
  readonly cost: number;
  readonly openFindings: number;
}
const nothing: Counted = { meetings: 0, incidents: 0, repairs: 0, cost: 0, openFindings: 0 };

/** The yearly review: the year's data by site, what was said, and what is proposed (R-AST-16). */
export class AssetReviews {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async read(year: number, { person }: Worker): Promise<AssetReview> {
    const { database, clock } = this.#parts;
    const { rules, today } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const counted = await countYear(database, year);
    const devices = Map.groupBy(
      (await listAssets(database)).filter(({ siteId }) => siteId !== null),
      ({ siteId }) => String(siteId),
    );
    const done = await lastDone(database);
    const lines = units.sites
      .filter((site) => can(person.grants, 'asset.read', units.placeOf(site.organisationId, site.siteId)))
      .map((site): SiteReviewLine => {
        const own = devices.get(site.siteId) ?? [];
        const years = own.flatMap(({ acquiredOn }) =>
          acquiredOn === null ? [] : [year - Number(acquiredOn.slice(0, 4))],
        );
        const overdue = own
          .flatMap((asset) => {
            const sinceOn = upkeepSince(asset);
            return upkeepRulesFor(rules, { ...asset, sinceOn }).map((rule) =>
              upkeepDue(rule, { sinceOn, doneOn: done.get(`${asset.assetId} ${rule.key}`) ?? null }, today),
            );
          })
          .filter(({ state }) => state === 'overdue').length;
        return {
          siteId: site.siteId,
          siteName: site.name,
          organisationName: units.nameOf(site.organisationId),
          devices: own.length,
          oldestYears: years.length === 0 ? null : Math.max(0, ...years),
          ...(counted.get(site.siteId) ?? nothing),
          overdue,
        };
      });
    const filed = await database
      .selectFrom('asset_review')
      .selectAll()
      .where('year', '=', year)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return {
      year,
      rule: rules.review,
      // What gave most trouble stands first: that is what a proposal begins with.
      lines: lines.sort(
        (a, b) => b.incidents + b.repairs - (a.incidents + a.repairs) || b.overdue - a.overdue,
      ),
      problems: (await listFeedback(database, { year }))
        .filter(({ organisationId }) =>
          can(person.grants, 'feedback.read', { organisationPath: units.pathOf(organisationId) }),
        )
        .reverse(),
      filed: filed
        ? {
            feedback: filed.feedback,
            proposals: filed.proposals,
            at: instant(filed.at.getTime()),
            byName: filed.by_name,
          }
        : null,
      mayFile: can(person.grants, 'asset.inspect', {}),
    };
  }

  /** @throws {AppError} NOT_ALLOWED, DATES_REVERSED for a year that has not begun */
  async file(year: number, { feedback, proposals }: FileReview, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      authorise(worker.person, 'asset.inspect', {});
      const { today } = await assetRules(trx, at);
      if (year > Number(today.slice(0, 4))) throw new AppError('DATES_REVERSED', { today });
      await trx
        .insertInto('asset_review')
        .values({ year, feedback, proposals, at: new Date(at), by_name: worker.person.name })
        .execute();
      await auditAct(trx, worker, { at, action: 'asset.review', subject: String(year), facts: {} });
    });
  }
}

async function countYear(executor: Executor, year: number): Promise<Map<SiteId, Counted>> {
  const from = `${year}-01-01 00:00:00+07`;
  const to = `${year + 1}-01-01 00:00:00+07`;
  const { rows } = await sql<{
    id: string;
    meetings: number;
    incidents: number;
    repairs: number;
    cost: string;
    findings: number;
  }>`
    select site.id,
      (select count(*)::int from meeting_site join meeting on meeting.id = meeting_site.meeting_id
        where meeting_site.site_id = site.id and meeting.started_at >= ${from}::timestamptz
          and meeting.started_at < ${to}::timestamptz) as meetings,
      (select count(*)::int from incident_case where incident_case.site_id = site.id
        and incident_case.at >= ${from}::timestamptz and incident_case.at < ${to}::timestamptz) as incidents,
      (select count(*)::int from asset_upkeep join asset on asset.id = asset_upkeep.asset_id
        where asset.site_id = site.id and asset_upkeep.task = 'repair'
          and extract(year from asset_upkeep.done_on) = ${year}) as repairs,
      (select coalesce(sum(asset_upkeep.cost), 0)::text from asset_upkeep join asset on asset.id = asset_upkeep.asset_id
        where asset.site_id = site.id and extract(year from asset_upkeep.done_on) = ${year}) as cost,
      (select count(*)::int from inspection_finding join site_inspection on site_inspection.id = inspection_id
        where site_inspection.site_id = site.id and inspection_finding.closed_on is null) as findings
    from site`.execute(executor);
  return new Map(
    rows.map(({ id, cost, findings, ...row }) => [
      SiteId.parse(id),
      {
        meetings: row.meetings,
        incidents: row.incidents,
        repairs: row.repairs,
        cost: Number(cost),
        openFindings: findings,
      },
    ]),
  );
}
