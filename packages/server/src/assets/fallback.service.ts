import {
  type FallbackList,
  FallbackSubject,
  type FileFallback,
  LocalDate,
  type SiteFallback,
} from '@nhipcau/contracts';
import { can, fallbackGaps } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { asUnit, Units } from '../staff/units.ts';
import { assetRules } from './asset-parts.ts';
import { checkPast } from './assets.service.ts';

/** What sites do when a device, the line or the power fails (R-AST-12). */
export class FallbackService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list(siteId: string | undefined, { person }: Worker): Promise<FallbackList> {
    const { database, clock } = this.#parts;
    const { rules, today } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const filed = await newestPlans(database, siteId ?? null);
    const sites = units.sites.filter(
      (site) =>
        (siteId === undefined || site.siteId === siteId) &&
        (site.status === 'admitted' || site.status === 'suspended') &&
        can(person.grants, 'asset.read', units.placeOf(site.organisationId, site.siteId)),
    );
    return {
      asked: rules.fallback.map(({ subject, label, by, cite }) => ({ subject, label, by, cite })),
      sites: sites.flatMap((site): SiteFallback[] => {
        const unit = units.find(site.organisationId);
        if (!unit) return [];
        const own = filed.get(site.siteId) ?? [];
        const gaps = fallbackGaps(rules, asUnit(unit), own, today);
        const subjects = FallbackSubject.options.filter(
          (subject) =>
            own.some((one) => one.subject === subject) || gaps.some((one) => one.subject === subject),
        );
        return [
          {
            siteId: site.siteId,
            siteName: site.name,
            organisationId: unit.organisationId,
            organisationName: unit.name,
            mayWrite: can(person.grants, 'asset.write', units.placeOf(unit.organisationId, site.siteId)),
            plans: subjects.map((subject) => {
              const plan = own.find((one) => one.subject === subject);
              const rule = rules.fallback.find((one) => one.subject === subject);
              return {
                subject,
                label: rule?.label ?? '',
                plan: plan?.plan ?? null,
                filedOn: plan ? LocalDate.parse(plan.filedOn) : null,
                byName: plan?.byName ?? null,
                isDue: gaps.some((gap) => gap.subject === subject),
                cite: rule?.cite ?? [],
              };
            }),
          },
        ];
      }),
    };
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, DATES_REVERSED */
  async file(siteId: string, { subject, plan, filedOn }: FileFallback, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      const site = units.site(siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      authorise(worker.person, 'asset.write', units.placeOf(site.organisationId, siteId));
      await checkPast(trx, filedOn, at);
      await trx
        .insertInto('fallback_plan')
        .values({
          site_id: siteId,
          subject,
          plan,
          filed_on: filedOn,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, { at, action: 'fallback.file', subject: siteId, facts: { subject } });
    });
  }
}

/** The newest plan of each subject, by site. */
export async function newestPlans(executor: Executor, siteId: string | null) {
  const rows = await executor
    .selectFrom('fallback_plan')
    .distinctOn(['site_id', 'subject'])
    .select(['site_id', 'subject', 'plan', 'by_name', sql<string>`filed_on::text`.as('filed')])
    .$if(siteId !== null, (query) => query.where('site_id', '=', siteId ?? ''))
    .orderBy('site_id')
    .orderBy('subject')
    .orderBy('id', 'desc')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      siteId: row.site_id,
      subject: FallbackSubject.parse(row.subject),
      plan: row.plan,
      filedOn: row.filed,
      byName: row.by_name,
    })),
    (row) => row.siteId,
  );
}
