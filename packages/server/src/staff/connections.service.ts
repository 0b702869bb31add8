import { type ConnectionStatus, instant, LocalDate, ReportConnection } from '@nhipcau/contracts';
import { can, coverageByDistrict } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, dayOf, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

const fields = ['line', 'terminal', 'display', 'audio', 'power'] as const;
const StateWord = ReportConnection.shape.state;

/** State of connection of every commune, also of those nobody reported (R-DIR-18, R-DIR-19). */
export class ConnectionsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async read({ person }: Worker): Promise<ConnectionStatus> {
    const { database, clock } = this.#parts;
    const { rules } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const reports = await this.#newest();
    const sites = Map.groupBy(units.sites, ({ organisationId }) => organisationId);
    const communes = units.all
      .filter(({ levelCode }) => levelCode === 'commune')
      .flatMap((unit) => {
        const districtId = units.districtOf(unit.organisationId);
        if (districtId === null) return [];
        const site = sites.get(unit.organisationId)?.[0] ?? null;
        const report = site ? reports.get(site.siteId) : undefined;
        return [
          {
            organisationId: unit.organisationId,
            name: unit.name,
            districtId,
            districtName: units.nameOf(districtId),
            siteId: site?.siteId ?? null,
            state: report?.state ?? null,
            line: report?.line ?? null,
            terminal: report?.terminal ?? null,
            display: report?.display ?? null,
            audio: report?.audio ?? null,
            power: report?.power ?? null,
            surveyedOn: report?.surveyedOn ?? null,
            testedOn: report?.testedOn ?? null,
            at: report?.at ?? null,
            missing: [...(report ? [] : ['state']), ...fields.filter((field) => !report?.[field])],
            mayReport:
              site !== null &&
              can(person.grants, 'roster.write', units.placeOf(unit.organisationId, site.siteId)),
          },
        ];
      });
    return {
      to: rules.connectionStatus?.to ?? null,
      surveyedBy: rules.coverageGap?.by ?? null,
      communes,
      districts: coverageByDistrict(communes).map(({ districtId, ...rest }) => {
        const unit = units.find(districtId);
        if (!unit) throw new AppError('ORGANISATION_UNKNOWN');
        return { districtId: unit.organisationId, name: unit.name, ...rest };
      }),
    };
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, CONNECTION_STATUS_NOT_PROVIDED, DATES_REVERSED */
  async report(siteId: string, body: z.output<typeof ReportConnection>, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const { rules, now, today } = await rulesNow(trx, clock);
      const units = await Units.read(trx);
      const site = units.site(siteId);
      if (!site) throw new AppError('SITE_UNKNOWN');
      authorise(worker.person, 'roster.write', units.placeOf(site.organisationId, siteId));
      if (!rules.connectionStatus) throw new AppError('CONNECTION_STATUS_NOT_PROVIDED');
      if ((body.testedOn ?? today) > today || (body.surveyedOn ?? today) > today)
        throw new AppError('DATES_REVERSED', { today });
      const { state, line, terminal, display, audio, power, surveyedOn, testedOn } = body;
      await trx
        .insertInto('connection_report')
        .values({
          site_id: siteId,
          state,
          line,
          terminal,
          display,
          audio,
          power,
          surveyed_on: surveyedOn,
          tested_on: testedOn,
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'connection.report',
        subject: siteId,
        facts: { state },
      });
    });
  }

  async #newest() {
    const rows = await this.#parts.database
      .selectFrom('connection_report')
      .distinctOn('site_id')
      .select([
        'site_id',
        'state',
        'line',
        'terminal',
        'display',
        'audio',
        'power',
        'at',
        sql<string | null>`surveyed_on::text`.as('surveyed_on'),
        sql<string | null>`tested_on::text`.as('tested_on'),
      ])
      .orderBy('site_id')
      .orderBy('id', 'desc')
      .execute();
    return new Map(
      rows.map(({ site_id, surveyed_on, tested_on, at, state, ...rest }) => [
        site_id,
        {
          ...rest,
          state: StateWord.parse(state),
          at: instant(at.getTime()),
          surveyedOn: dayOf(surveyed_on),
          testedOn: tested_on === null ? null : LocalDate.parse(tested_on),
        },
      ]),
    );
  }
}
