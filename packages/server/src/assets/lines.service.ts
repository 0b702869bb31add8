import { type AssetRules, LineList, RecordLine, type SiteLines } from '@nhipcau/contracts';
import { can, lineGaps, linePriority, lineRefusal } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { asUnit, Units } from '../staff/units.ts';
import { assetRules } from './asset-parts.ts';
import { checkPast } from './assets.service.ts';

/** What connected media nodes put on the packets they send, by node; null: they cannot mark. */
export type NodeMarks = () => ReadonlyMap<string, number | null>;

type KnownLine = RecordLine & { readonly siteId: string; readonly byName: string };

/** By what the sites are connected, and with which priority (R-AST-13). */
export class LinesService {
  readonly #parts: StaffParts;
  readonly #marks: NodeMarks;

  constructor(parts: StaffParts, marks: NodeMarks) {
    this.#parts = parts;
    this.#marks = marks;
  }

  async list(siteId: string | undefined, { person }: Worker): Promise<LineList> {
    const { database, clock } = this.#parts;
    const { rules } = await assetRules(database, clock.now());
    const units = await Units.read(database);
    const known = await newestLines(database, siteId ?? null);
    const sites = units.sites.flatMap((site): SiteLines[] => {
      const unit = units.find(site.organisationId);
      const place = units.placeOf(site.organisationId, site.siteId);
      const isUsed = site.status === 'admitted' || site.status === 'suspended';
      if (!unit || !isUsed || (siteId !== undefined && site.siteId !== siteId)) return [];
      if (!can(person.grants, 'asset.read', place)) return [];
      const own = known.get(site.siteId) ?? [];
      const told = (use: RecordLine['use']): SiteLines['main'] => {
        const found = own.find((one) => one.use === use);
        if (!found) return null;
        const { siteId: _site, ...line } = found;
        return { ...line, gaps: lineGaps(rules, asUnit(unit), found) };
      };
      const main = told('main');
      const priority = linePriority(rules, asUnit(unit));
      return [
        {
          siteId: site.siteId,
          siteName: site.name,
          organisationId: unit.organisationId,
          organisationName: unit.name,
          main,
          backup: told('backup'),
          priority: priority && {
            label: priority.label,
            mark: priority.mark,
            cite: priority.cite,
            note: priority.note,
          },
          gaps: main?.gaps ?? lineGaps(rules, asUnit(unit), null),
          mayWrite: can(person.grants, 'asset.write', place),
        },
      ];
    });
    return LineList.parse({ sites, asked: rules.lines && askedOf(rules.lines), nodes: await this.#nodes() });
  }

  async #nodes(): Promise<{ nodeId: string; name: string; mark: number | null }[]> {
    const marks = this.#marks();
    const rows = await this.#parts.database
      .selectFrom('mcu_node')
      .select(['id', 'name'])
      .orderBy('id')
      .execute();
    return rows.flatMap(({ id, name }) => {
      const mark = marks.get(id);
      return mark === undefined ? [] : [{ nodeId: id, name, mark }];
    });
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, DATES_REVERSED, LINE_UNPROTECTED */
  async record(siteId: string, line: RecordLine, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      const units = await Units.read(trx);
      const site = units.site(siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      authorise(worker.person, 'asset.write', units.placeOf(site.organisationId, siteId));
      await checkPast(trx, line.since, at);
      const { rules } = await assetRules(trx, at);
      const refusal = lineRefusal(rules, line);
      if (refusal) throw new AppError('LINE_UNPROTECTED', { clause: refusal.cite[0]?.article ?? null });
      await trx
        .insertInto('site_line')
        .values({
          site_id: siteId,
          use: line.use,
          network: line.network,
          provider: line.provider,
          bandwidth_kbps: line.bandwidthKbps,
          protection: line.protection,
          mark: line.mark,
          since: line.since,
          note: line.note,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      const { use, network, protection, mark } = line;
      await auditAct(trx, worker, {
        at,
        action: 'line.record',
        subject: siteId,
        facts: { use, network, protection, mark },
      });
    });
  }
}

const askedOf = ({ networks, network, protection }: NonNullable<AssetRules['lines']>) => ({
  networks,
  network,
  protection,
});

/** The newest line of each use, by site. */
async function newestLines(executor: Executor, siteId: string | null): Promise<Map<string, KnownLine[]>> {
  const rows = await executor
    .selectFrom('site_line')
    .distinctOn(['site_id', 'use'])
    .selectAll()
    .select(sql<string>`since::text`.as('since_day'))
    .$if(siteId !== null, (query) => query.where('site_id', '=', siteId ?? ''))
    .orderBy('site_id')
    .orderBy('use')
    .orderBy('id', 'desc')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      siteId: row.site_id,
      ...RecordLine.parse({
        use: row.use,
        network: row.network,
        provider: row.provider,
        bandwidthKbps: row.bandwidth_kbps,
        protection: row.protection,
        mark: row.mark,
        since: row.since_day,
        note: row.note,
      }),
      byName: row.by_name,
    })),
    ({ siteId: site }) => site,
  );
}
