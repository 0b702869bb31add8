import type {
  AgreePlan,
  ConnectionPlan,
  McuSheet,
  MeetingId,
  OrganisationId,
  PlanSections,
  SavePlan,
  SessionInfo,
} from '@nhipcau/contracts';
import { can, emptySections, lossesOf, planDepth, planPaper } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { authorise } from '../http/caller.ts';
import {
  type CheckFile,
  placeOfFile,
  readCheckFile,
  requireChecking,
  seesAll,
  seesSite,
} from './check-file.ts';
import { checkDrawn, proposalFor, siteIdsOf } from './plan-drawing.ts';
import { findingsOf } from './plan-findings.ts';
import { agreementsOf, homesOf, listMcus, newestPlan } from './plans.repository.ts';
import type { PreparationParts } from './preparation-parts.ts';

const noSections: PlanSections = { systems: '', mcu: '', cascade: '', lines: '', security: '' };

interface Worker {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

export interface PlanParts extends Pick<PreparationParts, 'database' | 'clock' | 'ledger'> {
  readonly press: Pick<Press, 'print'>;
}

/** How the sites of a meeting are connected: proposed, written, agreed on. */
export class PlansService {
  readonly #parts: PlanParts;

  constructor(parts: PlanParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async read(meetingId: MeetingId, person: SessionInfo): Promise<ConnectionPlan> {
    const { database } = this.#parts;
    return this.#view(database, await this.#open(database, meetingId, person), person);
  }

  /**
   * Lays the tree, as drawn or as it is proposed now, with what is written about it, before the units.
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, CHECKS_NOT_NOW, PLAN_CHANGED_MEANWHILE, PLAN_TREE_INVALID
   */
  async save(
    meetingId: MeetingId,
    { version, sections, tree: drawn }: SavePlan,
    worker: Worker,
  ): Promise<ConnectionPlan> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    await database.transaction().execute(async (trx) => {
      const file = await this.#open(trx, meetingId, person);
      requireChecking(file);
      authorise(person, 'plan.write', placeOfFile(file));
      const before = await newestPlan(trx, meetingId);
      if ((before?.version ?? 0) !== version)
        throw new AppError('PLAN_CHANGED_MEANWHILE', { version: before?.version ?? 0 });
      const mcus = await listMcus(trx);
      const tree = drawn
        ? await checkDrawn(trx, { file, mcus, drawn })
        : (await proposalFor(trx, file, mcus)).tree;
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('connection_plan')
        .values({
          meeting_id: meetingId,
          version: version + 1,
          sections: JSON.stringify(sections),
          tree: JSON.stringify(tree),
          at: new Date(clock.now()),
          user_id: person.userId,
          by_name: person.name,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n)
        throw new AppError('PLAN_CHANGED_MEANWHILE', { version: version + 1 });
      await this.#audit(trx, 'plan.save', worker, { meetingId, facts: { version: version + 1 } });
    });
    return this.read(meetingId, person);
  }

  /** A unit says whether it agrees. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, CHECKS_NOT_NOW, PLAN_CHANGED_MEANWHILE, PLAN_SECTION_EMPTY, PLAN_OBJECTION_WITHOUT_REASON */
  async agree(
    meetingId: MeetingId,
    organisationId: OrganisationId,
    { version, agreed, note }: AgreePlan,
    worker: Worker,
  ): Promise<ConnectionPlan> {
    const { database, clock } = this.#parts;
    const { person } = worker;
    await database.transaction().execute(async (trx) => {
      const file = await this.#open(trx, meetingId, person);
      requireChecking(file);
      if (!unitsOf(file).includes(organisationId))
        throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
      authorise(person, 'plan.agree', { organisationPath: file.units.pathOf(organisationId) });
      const plan = await newestPlan(trx, meetingId);
      if (plan?.version !== version)
        throw new AppError('PLAN_CHANGED_MEANWHILE', { version: plan?.version ?? 0 });
      const [empty] = emptySections(plan.sections);
      if (empty !== undefined) throw new AppError('PLAN_SECTION_EMPTY', { section: empty });
      if (!agreed && (note === null || note === '')) throw new AppError('PLAN_OBJECTION_WITHOUT_REASON');
      await trx
        .insertInto('plan_agreement')
        .values({
          meeting_id: meetingId,
          version,
          organisation_id: organisationId,
          agreed,
          note,
          at: new Date(clock.now()),
          user_id: person.userId,
          by_name: person.name,
        })
        .execute();
      await this.#audit(trx, 'plan.agree', worker, {
        meetingId,
        subject: organisationId,
        facts: { version, agreed },
      });
      await this.#meetDuty(trx, file, person);
    });
    return this.read(meetingId, person);
  }

  /** What is known of an MCU (R-PLN-03). @throws {AppError} NOT_FOUND, NOT_ALLOWED */
  async fileSheet(sheet: McuSheet, worker: Worker): Promise<McuSheet> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      authorise(worker.person, 'plan.write', {});
      const known = (await listMcus(trx)).map(({ nodeId }) => nodeId);
      const named = [sheet.nodeId, ...(sheet.spareNodeId === null ? [] : [sheet.spareNodeId])];
      if (named.some((nodeId) => !known.includes(nodeId)))
        throw new AppError('NOT_FOUND', { nodeId: sheet.nodeId });
      await trx
        .insertInto('mcu_sheet')
        .values({
          node_id: sheet.nodeId,
          sheet: JSON.stringify(sheet),
          at: new Date(clock.now()),
          user_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .execute();
      await this.#audit(trx, 'plan.sheet', worker, { subject: sheet.nodeId, facts: {} });
      return sheet;
    });
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED and those of the press */
  async print(meetingId: MeetingId, format: PrintFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, press } = this.#parts;
    const file = await this.#open(database, meetingId, person);
    authorise(person, 'document.print', placeOfFile(file));
    const plan = await this.#view(database, file, person);
    const host = file.units.find(file.registration.data.hostOrganisationId);
    const paper = planPaper(plan, {
      host: host?.name ?? '',
      superior: host?.parentId ? file.units.nameOf(host.parentId) : null,
      siteNames: new Map(file.sites.map(({ siteId, name }) => [siteId, name])),
    });
    const { fileNumber } = file.registration;
    return printedAs({ fileNumber, form: 'connectionPlan', format }, await press.print(paper, format));
  }

  async #view(executor: Executor, file: CheckFile, person: SessionInfo): Promise<ConnectionPlan> {
    const { meetingId, fileNumber, data } = file.registration;
    const mcus = await listMcus(executor);
    const stored = await newestPlan(executor, meetingId);
    const proposed = await proposalFor(executor, file, mcus);
    const tree = stored?.tree ?? proposed.tree;
    const sections = stored?.sections ?? noSections;
    const said = await agreementsOf(executor, meetingId, stored?.version ?? 0);
    const homes = await homesOf(executor, siteIdsOf(file));
    const standbys = new Map(
      mcus.flatMap(({ nodeId, standbyId }) => (standbyId === null ? [] : [[nodeId, standbyId] as const])),
    );
    const atHome = Map.groupBy([...homes.values()], (nodeId) => nodeId);
    return {
      meetingId,
      fileNumber,
      title: data.secret.declared ? fileNumber : data.title,
      startsAt: data.official.start,
      version: stored?.version ?? 0,
      sections,
      tree: [...tree],
      proposed: [...proposed.tree],
      sites: file.sites.map(({ siteId, number, name }) => ({ siteId, number, name })),
      depth: planDepth(tree),
      losses: lossesOf(tree, standbys),
      findings: await findingsOf(executor, file, { mcus, tree, sections, proposed: proposed.tree }),
      mcus: mcus.map(({ nodeId, name, sheet, standbyId }) => ({
        nodeId,
        name,
        homeSites: atHome.get(nodeId)?.length ?? 0,
        sheet,
        standbyId,
      })),
      agreements: unitsOf(file).map((organisationId) => {
        const word = said.get(organisationId);
        return {
          organisationId,
          name: file.units.nameOf(organisationId),
          agreed: word?.agreed ?? null,
          note: word?.note ?? null,
          byName: word?.byName ?? null,
          at: word?.at ?? null,
          mayAnswer:
            stored !== null &&
            emptySections(sections).length === 0 &&
            can(person.grants, 'plan.agree', { organisationPath: file.units.pathOf(organisationId) }),
        };
      }),
      scenarios: file.profile.office.incidents.scenarios.map((scenario) => ({
        ...scenario,
        contacts: scenario.contacts.map((role) => file.profile.roles[role]?.name ?? role),
      })),
      mayWrite: can(person.grants, 'plan.write', placeOfFile(file)),
      mayDeclareStandby: can(person.grants, 'link.configure', {}),
    };
  }

  /** Where the text gives the plan a limit, it is kept when nothing is missing and every unit agreed. */
  async #meetDuty(trx: Executor, file: CheckFile, person: SessionInfo): Promise<void> {
    const { findings, agreements } = await this.#view(trx, file, person);
    const isWhole = findings.every(({ severity }) => severity !== 'error');
    if (!isWhole || agreements.some(({ agreed }) => agreed !== true)) return;
    const duties = Object.values(file.profile.deadlines).flatMap((deadlines) => deadlines ?? []);
    for (const { id } of duties.filter(({ requirement }) => requirement === 'R-PLN-01'))
      await this.#parts.ledger.fulfil(trx, {
        meetingId: file.registration.meetingId,
        deadlineId: id,
        at: this.#parts.clock.now(),
        by: person.name,
      });
  }

  async #open(executor: Executor, meetingId: MeetingId, person: SessionInfo): Promise<CheckFile> {
    const file = await readCheckFile(executor, meetingId);
    const isTheirs = seesAll(file, person) || file.sites.some((site) => seesSite(file, site, person));
    if (!isTheirs) throw new AppError('NOT_ALLOWED');
    return file;
  }

  async #audit(
    trx: Executor,
    action: string,
    { person, correlationId }: Worker,
    line: { meetingId?: MeetingId; subject?: string; facts: Record<string, unknown> },
  ): Promise<void> {
    await appendAudit(trx, {
      at: this.#parts.clock.now(),
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action,
      correlationId,
      ...line,
    });
  }
}

/** Units whose agreement counts: of every district with a site, and of the sites above the districts. */
const unitsOf = ({ sites, units }: CheckFile): OrganisationId[] => [
  ...new Set(
    sites.flatMap(({ organisationId }) => {
      const found = units.districtOf(organisationId) ?? units.find(organisationId)?.organisationId;
      return found ? [found] : [];
    }),
  ),
];
