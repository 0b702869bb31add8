import type { Clock } from '@nhipcau/base';
import {
  type ChangeOrganisation,
  type CreateOrganisation,
  type EndOrganisation,
  type LocalDate,
  OrganisationId,
} from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import { authorise, type Caller, personOf } from '../http/caller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { dayOf, startOfDay } from './as-of.ts';
import { lockDirectory, project, setEdge, tell } from './changes.ts';
import { endOrganisation } from './end-organisation.ts';
import { versionsOf } from './organisation-lists.ts';
import { organisationPath } from './organisation-path.ts';
import { openVersion } from './organisation-versions.ts';

export const DIRECTORY_DAY_QUEUE = 'directory.day';

/** Opens and changes organisations, always from a day on; what was before stays readable. */
export class OrganisationsService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;

  constructor({ database, clock, jobs }: { database: Database; clock: Clock; jobs: Jobs }) {
    this.#database = database;
    this.#clock = clock;
    this.#jobs = jobs;
  }

  get today(): LocalDate {
    return dayOf(this.#clock.now());
  }

  /** @throws {AppError} NOT_ALLOWED, ORGANISATION_CODE_TAKEN, ORGANISATION_UNKNOWN (the parent), BAD_MESSAGE */
  async create(body: CreateOrganisation, caller: Caller): Promise<{ organisationId: OrganisationId }> {
    const organisationId = OrganisationId.parse(uuidv7());
    await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      await this.#authorise(trx, caller, body.parentId);
      await tell(trx, { since: body.since ?? '' });
      await insertOrganisation(trx, organisationId, body);
      await this.#settle(trx, body.since);
      await this.#audit(trx, caller, 'organisation.create', organisationId, {
        code: body.code,
        name: body.name,
      });
    });
    return { organisationId };
  }

  /** @throws {AppError} NOT_ALLOWED, ORGANISATION_UNKNOWN, ORGANISATION_CHANGE_REFUSED, ORGANISATION_LOOP, ORGANISATION_REPORTS_TO_ITSELF, ORGANISATION_CODE_TAKEN */
  async change(
    organisationId: OrganisationId,
    body: ChangeOrganisation,
    caller: Caller,
  ): Promise<{ organisationId: OrganisationId }> {
    await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      await this.#authorise(trx, caller, organisationId);
      if (body.parentId) await this.#authorise(trx, caller, body.parentId);
      await changeVersion(trx, organisationId, body).catch((cause: unknown) => {
        throw codeFailure(cause);
      });
      const { parentId, reportsToId, from, decree } = body;
      const edge = { childId: organisationId, from, decree };
      if (parentId !== undefined) await setEdge(trx, { ...edge, tree: 'administrative', parentId });
      if (reportsToId !== undefined)
        await setEdge(trx, { ...edge, tree: 'reporting', parentId: reportsToId });
      await this.#settle(trx, from);
      await this.#audit(trx, caller, 'organisation.change', organisationId, { from, decree });
    });
    return { organisationId };
  }

  /** @throws {AppError} NOT_ALLOWED, and what `endOrganisation` refuses */
  async end(
    organisationId: OrganisationId,
    body: EndOrganisation,
    caller: Caller,
  ): Promise<{ organisationId: OrganisationId }> {
    await this.#database.transaction().execute(async (trx) => {
      await lockDirectory(trx);
      await this.#authorise(trx, caller, organisationId);
      await endOrganisation(trx, organisationId, body);
      await this.#settle(trx, body.from);
      await this.#audit(trx, caller, 'organisation.end', organisationId, { ...body });
    });
    return { organisationId };
  }

  async #settle(trx: Executor, from: LocalDate | null): Promise<void> {
    try {
      await project(trx, this.today);
    } catch (cause) {
      throw codeFailure(cause);
    }
    if (from !== null && from > this.today)
      await this.#jobs.put(trx, { queue: DIRECTORY_DAY_QUEUE, key: from, at: startOfDay(from), body: {} });
  }

  async #authorise(trx: Executor, caller: Caller, organisationId: string | null): Promise<void> {
    const place =
      organisationId === null ? {} : { organisationPath: await organisationPath(trx, organisationId) };
    if (place.organisationPath?.length === 0) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
    authorise(personOf(caller), 'directory.write', place);
  }

  #audit(trx: Executor, caller: Caller, action: string, subject: string, facts: Record<string, unknown>) {
    return appendAudit(trx, { at: this.#clock.now(), actor: actorOf(caller), action, subject, facts });
  }
}

/** @throws {AppError} ORGANISATION_CODE_TAKEN */
export async function insertOrganisation(
  trx: Executor,
  id: string,
  { code, name, levelCode, kind, parentId, address, telephone, email }: Omit<CreateOrganisation, 'since'>,
): Promise<void> {
  try {
    await trx
      .insertInto('organisation')
      .values({ id, code, name, level_code: levelCode, kind, parent_id: parentId, address, telephone, email })
      .execute();
  } catch (cause) {
    throw codeFailure(cause);
  }
}

export const codeFailure = (cause: unknown): unknown => {
  if (violates(cause, 'organisation_version_code'))
    return new AppError('ORGANISATION_CODE_TAKEN', {}, { cause });
  if (violates(cause, 'organisation_level_code_fkey'))
    return new AppError('BAD_MESSAGE', { path: 'levelCode' }, { cause });
  return cause;
};

async function changeVersion(
  trx: Executor,
  organisationId: string,
  change: ChangeOrganisation,
): Promise<void> {
  const last = (await versionsOf(trx, organisationId)).at(-1);
  if (!last) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
  const { from, decree, parentId: _parent, reportsToId: _reports, ...fields } = change;
  if (last.validTo !== null || (last.validFrom !== null && last.validFrom >= from))
    throw new AppError('ORGANISATION_CHANGE_REFUSED', { organisationId, from });
  if (Object.values(fields).every((value) => value === undefined)) return;
  const next = {
    code: fields.code ?? last.code,
    name: fields.name ?? last.name,
    levelCode: fields.levelCode ?? last.levelCode,
    kind: fields.kind ?? last.kind,
    address: fields.address === undefined ? last.address : fields.address,
    telephone: fields.telephone === undefined ? last.telephone : fields.telephone,
    email: fields.email === undefined ? last.email : fields.email,
    decree,
  };
  await openVersion(trx, organisationId, next, { from });
}
