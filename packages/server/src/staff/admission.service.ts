import {
  type AdmissionFile,
  type AdmissionList,
  type AdmissionSummary,
  type DecideAdmission,
  type GiveEvidence,
  SiteId,
} from '@nhipcau/contracts';
import {
  can,
  conditionsOf,
  type Evidence,
  nextAdmission,
  openConditions,
  quotaStanding,
} from '@nhipcau/domain';
import { sql } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import {
  type AdmissionRecord,
  countSites,
  insertEvidence,
  readAdmissions,
  readEvidence,
} from './admission.repository.ts';
import { roomSheet } from './rooms.service.ts';
import { auditAct, meaningOf, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { asUnit, type StaffSite, type StaffUnit, Units } from './units.ts';

type Rules = Awaited<ReturnType<typeof rulesNow>>;
interface Subject {
  readonly site: StaffSite;
  readonly unit: StaffUnit;
  readonly units: Units;
}

/** Becoming a site of the system: proposed, evidence for each condition, admitted or refused (R-DIR-07, R-DIR-08). */
export class AdmissionService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<z.input<typeof AdmissionList>> {
    const { database, clock } = this.#parts;
    const { rules } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const files = new Map((await readAdmissions(database)).map((file) => [file.siteId, file]));
    const sites = units.sites.filter(
      ({ siteId, status, organisationId }) =>
        (files.has(siteId) || status === 'proposed') &&
        can(person.grants, 'staff.read', units.placeOf(organisationId, siteId)),
    );
    const evidence = Map.groupBy(
      await readEvidence(
        database,
        sites.map(({ siteId }) => siteId),
      ),
      ({ siteId }) => siteId,
    );
    return {
      blocking: rules.admission?.blocking ?? false,
      evaluator: rules.admission?.evaluator ?? null,
      admissions: sites.map((site) => {
        const file = files.get(site.siteId) ?? null;
        const isNewMember = file?.isNewMember ?? isNew(units, site);
        const known = Object.fromEntries(
          (evidence.get(site.siteId) ?? []).map(({ key, result }) => [key, result]),
        );
        const asked = conditionsOf(rules, { isNewMember });
        return {
          ...summaryOf(site, units, file),
          isNewMember,
          openCount: openConditions(asked, known).length,
        };
      }),
    };
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED */
  async read(siteId: string, { person }: Worker): Promise<AdmissionFile> {
    const subject = await subjectOf(this.#parts.database, siteId);
    authorise(person, 'staff.read', placeOf(subject));
    return this.#file(this.#parts.database, subject, person);
  }

  /**
   * Opens the file of a proposed site, or a refused one anew.
   *
   * @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, ADMISSION_NOT_PROVIDED, ADMISSION_EXISTS
   */
  async open(siteId: string, worker: Worker): Promise<AdmissionFile> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, now } = await rulesNow(trx, clock);
      const subject = await subjectOf(trx, siteId);
      authorise(worker.person, 'staff.write', placeOf(subject));
      if (!rules.admission) throw new AppError('ADMISSION_NOT_PROVIDED');
      if (subject.site.status === 'admitted' || subject.site.status === 'suspended')
        throw new AppError('ADMISSION_EXISTS');
      const isNewMember = isNew(subject.units, subject.site);
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('admission')
        .values({
          site_id: siteId,
          state: 'proposed',
          is_new_member: isNewMember,
          required: conditionsOf(rules, { isNewMember }).map(({ key }) => key),
          quota: null,
          opened_at: new Date(now),
          opened_by: worker.person.name,
        })
        .onConflict((conflict) =>
          conflict
            .column('site_id')
            .doUpdateSet({ state: 'proposed', decided_at: null, decided_by: null, reason: null })
            .where((eb) =>
              eb.or([
                eb('admission.state', '=', 'refused'),
                eb.and([eb('admission.state', '=', 'admitted'), eb.val(subject.site.status === 'closed')]),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) throw new AppError('ADMISSION_EXISTS');
      await auditAct(trx, worker, { at: now, action: 'admission.open', subject: siteId });
      return this.#file(trx, subject, worker.person);
    });
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, ADMISSION_UNKNOWN, ADMISSION_DECIDED, CONDITION_UNKNOWN, DATES_REVERSED */
  async give(siteId: string, body: z.output<typeof GiveEvidence>, worker: Worker): Promise<AdmissionFile> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, now, today } = await rulesNow(trx, clock);
      const subject = await subjectOf(trx, siteId);
      const file = await lockFile(trx, siteId);
      const condition = conditionsOf(rules, file).find(({ key }) => key === body.key);
      if (!condition || condition.kind === 'room' || condition.kind === 'quota')
        throw new AppError('CONDITION_UNKNOWN');
      // A document is filed by whoever applies, the evaluation is the managing office's own.
      authorise(
        worker.person,
        condition.kind === 'evaluation' ? 'site.admit' : 'staff.write',
        placeOf(subject),
      );
      if (file.state !== 'proposed') throw new AppError('ADMISSION_DECIDED');
      if (body.assessedOn > today) throw new AppError('DATES_REVERSED', { today });
      await insertEvidence(trx, { siteId, ...body, at: now, by: worker.person.name });
      await auditAct(trx, worker, {
        at: now,
        action: 'admission.evidence',
        subject: siteId,
        facts: { key: body.key, result: body.result },
      });
      return this.#file(trx, subject, worker.person);
    });
  }

  /** @throws {AppError} SITE_UNKNOWN, NOT_ALLOWED, ADMISSION_UNKNOWN, ADMISSION_DECIDED, ADMISSION_CONDITION_OPEN, QUOTA_EXCEEDED */
  async decide(siteId: string, body: DecideAdmission, worker: Worker): Promise<AdmissionFile> {
    const { database, clock } = this.#parts;
    try {
      return await database.transaction().execute(async (trx) => {
        const known = await rulesNow(trx, clock);
        const subject = await subjectOf(trx, siteId);
        authorise(worker.person, 'site.admit', placeOf(subject));
        const file = await lockFile(trx, siteId);
        if (body.decision === 'refuse') await this.#refuse(trx, file, body.reason, known, worker);
        else await this.#admit(trx, subject, file, known, worker);
        return this.#file(trx, await subjectOf(trx, siteId), worker.person);
      });
    } catch (cause) {
      throw meaningOf(cause, {
        site_quota: 'QUOTA_EXCEEDED',
        admission_complete: 'ADMISSION_CONDITION_OPEN',
      });
    }
  }

  async #admit(
    trx: Executor,
    subject: Subject,
    file: AdmissionRecord,
    known: Rules,
    worker: Worker,
  ): Promise<void> {
    const { rules, now, today } = known;
    const { siteId, organisationId } = subject.site;
    // Two sites of one unit are not counted past each other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`quota:${organisationId}`}, 0))`.execute(trx);
    const { quota, evidence, open } = await this.#standing(trx, subject, file.isNewMember, known);
    if (file.state === 'proposed' && !quota.hasRoom)
      throw new AppError('QUOTA_EXCEEDED', {
        limit: quota.limit,
        article: quota.rule?.cite[0]?.article ?? '',
      });
    const conditions = conditionsOf(rules, file);
    const next = nextAdmission(file.state, { kind: 'admit', conditions, evidence });
    if (!next.ok) {
      if (next.error.code === 'decided') throw new AppError('ADMISSION_DECIDED', { state: file.state });
      throw new AppError('ADMISSION_CONDITION_OPEN', { open: open.join(', ') });
    }
    for (const { key, kind, label } of conditions)
      if (kind === 'room' || kind === 'quota')
        await insertEvidence(trx, {
          siteId,
          key,
          result: 'met',
          evidence: kind === 'room' ? label : `${label}: ${quota.admitted + 1}/${quota.limit ?? '∞'}`,
          documentNumber: null,
          assessedOn: today,
          assessor: 'Nhịp Cầu',
          at: now,
          by: worker.person.name,
        });
    await trx
      .updateTable('admission')
      .set({
        state: next.value,
        quota: quota.rule?.binding === true ? quota.limit : null,
        required: conditions.map(({ key }) => key),
        decided_at: new Date(now),
        decided_by: worker.person.name,
      })
      .where('site_id', '=', siteId)
      .where('state', '=', 'proposed')
      .execute();
    await trx.updateTable('site').set({ status: 'admitted' }).where('id', '=', siteId).execute();
    await auditAct(trx, worker, { at: now, action: 'admission.admit', subject: siteId });
  }

  async #refuse(
    trx: Executor,
    file: AdmissionRecord,
    reason: string,
    { now }: Rules,
    worker: Worker,
  ): Promise<void> {
    const next = nextAdmission(file.state, { kind: 'refuse', reason });
    if (!next.ok) throw new AppError('ADMISSION_DECIDED', { state: file.state });
    await trx
      .updateTable('admission')
      .set({ state: next.value, reason, decided_at: new Date(now), decided_by: worker.person.name })
      .where('site_id', '=', file.siteId)
      .execute();
    await auditAct(trx, worker, {
      at: now,
      action: 'admission.refuse',
      subject: file.siteId,
      facts: { reason },
    });
  }

  /** What the system counts itself, and what was handed in. */
  async #standing(
    executor: Executor,
    { site, unit }: Subject,
    isNewMember: boolean,
    { rules, today }: Rules,
  ) {
    const quota = quotaStanding(rules, asUnit(unit), await countSites(executor, unit.organisationId));
    const room = await roomSheet(executor, site.siteId, rules, today);
    const given = await readEvidence(executor, [site.siteId]);
    const conditions = conditionsOf(rules, { isNewMember });
    const evidence: Evidence = Object.fromEntries(
      conditions.flatMap(({ key, kind }) => {
        if (kind === 'room')
          return room.standing === 'incomplete'
            ? []
            : [[key, room.standing === 'eligible' ? 'met' : 'failed']];
        if (kind === 'quota') return [[key, quota.hasRoom || site.status === 'admitted' ? 'met' : 'failed']];
        const found = given.find((one) => one.key === key);
        return found ? [[key, found.result]] : [];
      }),
    );
    return { quota, room, given, conditions, evidence, open: openConditions(conditions, evidence) };
  }

  async #file(executor: Executor, subject: Subject, person: Worker['person']): Promise<AdmissionFile> {
    const known = await rulesNow(executor, this.#parts.clock);
    const { site, units } = subject;
    const [record] = await readAdmissions(executor, site.siteId);
    const isNewMember = record?.isNewMember ?? isNew(units, site);
    const { quota, room, given, conditions, evidence, open } = await this.#standing(
      executor,
      subject,
      isNewMember,
      known,
    );
    const { admission } = known.rules;
    return {
      ...summaryOf(site, units, record ?? null),
      isNewMember,
      openCount: open.length,
      blocking: admission?.blocking ?? false,
      evaluator: admission?.evaluator ?? null,
      cite: admission?.cite ?? [],
      quota: {
        label: quota.rule?.label ?? null,
        limit: quota.limit,
        admitted: quota.admitted,
        hasRoom: quota.hasRoom,
        binding: quota.rule?.binding ?? false,
        mayBeExtended: quota.mayBeExtended,
        cite: quota.rule?.cite ?? [],
      },
      room,
      conditions: conditions.map(({ key, label, kind, cite }) => {
        const found = given.find((one) => one.key === key);
        return {
          key,
          label,
          kind,
          cite,
          result: evidence[key] ?? null,
          evidence: found?.evidence ?? null,
          documentNumber: found?.documentNumber ?? null,
          assessor: found?.assessor ?? null,
          assessedOn: found?.assessedOn ?? null,
          counted: kind === 'room' || kind === 'quota',
        };
      }),
      reason: record?.reason ?? null,
      decidedBy: record?.decidedBy ?? null,
      mayApply: can(person.grants, 'staff.write', placeOf(subject)),
      mayDecide: can(person.grants, 'site.admit', placeOf(subject)),
    };
  }
}

async function subjectOf(executor: Executor, siteId: string): Promise<Subject> {
  const units = await Units.read(executor);
  const site = units.site(siteId);
  const unit = site && units.find(site.organisationId);
  if (!site || !unit) throw new AppError('SITE_UNKNOWN');
  return { site, unit, units };
}

async function lockFile(trx: Executor, siteId: string): Promise<AdmissionRecord> {
  await trx.selectFrom('admission').select('site_id').where('site_id', '=', siteId).forUpdate().execute();
  const [file] = await readAdmissions(trx, siteId);
  if (!file) throw new AppError('ADMISSION_UNKNOWN');
  return file;
}

const placeOf = ({ units, site }: Subject) => units.placeOf(site.organisationId, site.siteId);

/** Without any site that is part of the system. */
const isNew = (units: Units, { organisationId }: StaffSite): boolean =>
  (units.find(organisationId)?.siteIds.length ?? 0) === 0;

const summaryOf = (
  site: StaffSite,
  units: Units,
  file: AdmissionRecord | null,
): Omit<AdmissionSummary, 'isNewMember' | 'openCount'> => ({
  siteId: SiteId.parse(site.siteId),
  siteName: site.name,
  organisationId: site.organisationId,
  organisationName: units.nameOf(site.organisationId),
  levelCode: site.levelCode,
  siteStatus: site.status,
  state: file?.state ?? 'none',
  openedAt: file?.openedAt ?? null,
  decidedAt: file?.decidedAt ?? null,
});
