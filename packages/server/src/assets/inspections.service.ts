import {
  type CloseFinding,
  type InspectionDue,
  type InspectionList,
  LocalDate,
  type RecordInspection,
  SiteId,
  type SiteInspection,
} from '@nhipcau/contracts';
import { can, inspectionDue, mayEver } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { assetRules } from './asset-parts.ts';
import { checkPast } from './assets.service.ts';

const Results = z.array(
  z.object({ key: z.string(), label: z.string(), met: z.boolean(), words: z.string().nullable() }),
);

/** Inspections of sites: planned by the text's rule or ad hoc, with findings until each is closed (R-AST-14, R-AST-15). */
export class InspectionsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<InspectionList> {
    const { database, clock } = this.#parts;
    const { rules, today } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const all = await readInspections(database, { units, person, today });
    const bySite = Map.groupBy(all, ({ siteId, kind }) => `${siteId} ${kind}`);
    const sites = units.sites.filter(
      (site) =>
        site.status === 'admitted' &&
        can(person.grants, 'asset.read', units.placeOf(site.organisationId, site.siteId)),
    );
    return {
      rules: rules.inspections.map(({ key, ...rule }) => ({ kind: key, ...rule })),
      mayInspect: mayEver(person.grants, 'asset.inspect'),
      inspections: all.slice(0, 500),
      sites: rules.inspections.flatMap((rule) =>
        sites.map((site): InspectionDue => {
          const own = bySite.get(`${site.siteId} ${rule.key}`) ?? [];
          const [last] = own;
          const { dueOn, isDue } = inspectionDue(rule, last?.on ?? null, today);
          return {
            siteId: site.siteId,
            siteName: site.name,
            kind: rule.key,
            label: rule.label,
            lastOn: last?.on ?? null,
            dueOn: dueOn === null ? null : LocalDate.parse(dueOn),
            isDue,
            openFindings: own.flatMap(({ findings }) => findings).filter(({ closedOn }) => closedOn === null)
              .length,
            unmet: last?.results.filter(({ met }) => !met).map(({ label }) => label) ?? [],
          };
        }),
      ),
    };
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, INSPECTION_UNKNOWN, INSPECTION_INCOMPLETE, DATES_REVERSED */
  async record(body: RecordInspection, worker: Worker): Promise<{ inspectionId: string }> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      const site = units.site(body.siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      authorise(worker.person, 'asset.inspect', units.placeOf(site.organisationId, site.siteId));
      await checkPast(trx, body.on, at);
      const { rules } = await assetRules(trx, at);
      const rule = rules.inspections.find(({ key }) => key === body.kind);
      if (!rule) throw new AppError('INSPECTION_UNKNOWN', { kind: body.kind });
      const results = rule.items.map(({ key, label }) => {
        const found = body.results.find((one) => one.key === key);
        return found && { key, label, met: found.met, words: found.words };
      });
      if (results.some((one) => one === undefined)) throw new AppError('INSPECTION_INCOMPLETE');
      const inspectionId = uuidv7();
      await trx
        .insertInto('site_inspection')
        .values({
          id: inspectionId,
          site_id: body.siteId,
          kind: rule.key,
          label: rule.label,
          ad_hoc: body.isAdHoc,
          on_day: body.on,
          inspectors: body.inspectors,
          document: body.document,
          results: JSON.stringify(results),
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      if (body.findings.length > 0)
        await trx
          .insertInto('inspection_finding')
          .values(
            body.findings.map(({ words, dueOn }, index) => ({
              id: uuidv7(),
              inspection_id: inspectionId,
              position: index + 1,
              words,
              due_on: dueOn,
              remedy: null,
              closed_on: null,
              closed_by_name: null,
            })),
          )
          .execute();
      await auditAct(trx, worker, {
        at,
        action: 'inspection.record',
        subject: inspectionId,
        facts: { siteId: body.siteId, kind: rule.key, findings: body.findings.length },
      });
      return { inspectionId };
    });
  }

  /** Whoever inspects, or the unit itself, says how it was mended. @throws {AppError} FINDING_UNKNOWN, NOT_ALLOWED, FINDING_CLOSED, DATES_REVERSED */
  async close(findingId: string, { remedy, closedOn }: CloseFinding, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const row = await trx
        .selectFrom('inspection_finding')
        .innerJoin('site_inspection', 'site_inspection.id', 'inspection_id')
        .select(['site_id', 'remedy'])
        .where('inspection_finding.id', '=', findingId)
        .forUpdate('inspection_finding')
        .executeTakeFirst();
      if (!row) throw new AppError('FINDING_UNKNOWN');
      const units = await Units.read(trx);
      const site = units.site(row.site_id);
      const place = site ? units.placeOf(site.organisationId, site.siteId) : {};
      if (!mayClose(worker, place)) throw new AppError('NOT_ALLOWED', { action: 'asset.inspect' });
      if (row.remedy !== null) throw new AppError('FINDING_CLOSED');
      await checkPast(trx, closedOn, at);
      await trx
        .updateTable('inspection_finding')
        .set({ remedy, closed_on: closedOn, closed_by_name: worker.person.name })
        .where('id', '=', findingId)
        .execute();
      await auditAct(trx, worker, { at, action: 'inspection.close', subject: findingId, facts: { remedy } });
    });
  }
}

const mayClose = ({ person }: Pick<Worker, 'person'>, place: Parameters<typeof can>[2]): boolean =>
  can(person.grants, 'asset.inspect', place) || can(person.grants, 'asset.write', place);

/** The newest first, of the sites this person may look at. */
async function readInspections(
  executor: Executor,
  { units, person, today }: { units: Units; person: Worker['person']; today: string },
): Promise<SiteInspection[]> {
  const rows = await executor
    .selectFrom('site_inspection')
    .selectAll()
    .select(sql<string>`on_day::text`.as('day'))
    .orderBy('on_day', 'desc')
    .orderBy('at', 'desc')
    .limit(20_000)
    .execute();
  const findings = await executor
    .selectFrom('inspection_finding')
    .selectAll()
    .select([
      sql<string | null>`due_on::text`.as('due_day'),
      sql<string | null>`closed_on::text`.as('closed_day'),
    ])
    .orderBy('inspection_id')
    .orderBy('position')
    .execute();
  const findingsOf = Map.groupBy(findings, ({ inspection_id }) => inspection_id);
  return rows.flatMap((row): SiteInspection[] => {
    const site = units.site(row.site_id);
    if (!site) return [];
    const place = units.placeOf(site.organisationId, site.siteId);
    if (!can(person.grants, 'asset.read', place)) return [];
    return [
      {
        inspectionId: row.id,
        siteId: SiteId.parse(row.site_id),
        siteName: site.name,
        kind: row.kind,
        label: row.label,
        isAdHoc: row.ad_hoc,
        on: LocalDate.parse(row.day),
        inspectors: row.inspectors,
        document: row.document,
        results: Results.parse(row.results).map(({ label, met, words }) => ({ label, met, words })),
        findings: (findingsOf.get(row.id) ?? []).map((finding) => ({
          findingId: finding.id,
          words: finding.words,
          dueOn: finding.due_day === null ? null : LocalDate.parse(finding.due_day),
          isLate: finding.closed_day === null && finding.due_day !== null && finding.due_day < today,
          remedy: finding.remedy,
          closedOn: finding.closed_day === null ? null : LocalDate.parse(finding.closed_day),
          mayClose: finding.closed_day === null && mayClose({ person }, place),
        })),
        byName: row.by_name,
      },
    ];
  });
}
