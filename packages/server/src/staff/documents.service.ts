import {
  type FileDocument,
  instant,
  LocalDate,
  OrganisationId,
  type PostDocument,
  type UnitDocument,
  type UnitDocumentList,
} from '@nhipcau/contracts';
import { can, inScope } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, dayOf, meaningOf, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

/** House rules of rooms and internal procedures, version by version (R-DIR-11, R-DIR-24). */
export class DocumentsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED */
  async list(
    { organisationId, kind }: { organisationId: string; kind: string },
    { person }: Worker,
  ): Promise<z.input<typeof UnitDocumentList>> {
    const { database } = this.#parts;
    const units = await Units.read(database);
    const unit = units.find(organisationId);
    if (!unit) throw new AppError('ORGANISATION_UNKNOWN');
    const places = [null, ...unit.siteIds].map((siteId) => units.placeOf(organisationId, siteId));
    if (!places.some((place) => can(person.grants, 'staff.read', place))) throw new AppError('NOT_ALLOWED');
    const rows = await documents(database)
      .where('organisation_id', '=', organisationId)
      .where('kind', '=', kind)
      .orderBy('version', 'desc')
      .limit(200)
      .execute();
    return {
      documents: rows.map((row) => viewOf(row, units)),
      mayFile: places.some((place) => can(person.grants, 'staff.write', place)),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED, DOCUMENT_KIND_UNKNOWN, DATES_REVERSED */
  async file(
    body: z.output<typeof FileDocument>,
    worker: Worker,
  ): Promise<{ documentId: string; version: number }> {
    const { database, clock } = this.#parts;
    return database.transaction().execute(async (trx) => {
      const { rules, profile, now, today } = await rulesNow(trx, clock);
      const units = await Units.read(trx);
      const unit = units.find(body.organisationId);
      if (!unit) throw new AppError('ORGANISATION_UNKNOWN');
      authoriseUnit(worker, units, body.organisationId);
      const asked =
        (body.kind === 'roomRules' && rules.roomRules !== null && inScope(rules.roomRules.scope, unit)) ||
        [...rules.procedures, ...profile.office.security.papers].some(
          ({ key, scope }) => key === body.kind && inScope(scope, unit),
        );
      if (!asked) throw new AppError('DOCUMENT_KIND_UNKNOWN', { kind: body.kind });
      if (body.issuedOn > today) throw new AppError('DATES_REVERSED', { today });
      await sql`select pg_advisory_xact_lock(hashtextextended(${`document:${body.organisationId}:${body.kind}`}, 0))`.execute(
        trx,
      );
      const { version } = await trx
        .selectFrom('unit_document')
        .select((eb) => eb.fn.coalesce(eb.fn.max('version'), sql<number>`0`).as('version'))
        .where('organisation_id', '=', body.organisationId)
        .where('kind', '=', body.kind)
        .executeTakeFirstOrThrow();
      const documentId = uuidv7();
      await trx
        .insertInto('unit_document')
        .values({
          id: documentId,
          organisation_id: body.organisationId,
          kind: body.kind,
          version: version + 1,
          title: body.title,
          number: body.number,
          parties: body.parties,
          body: body.body,
          issued_on: body.issuedOn,
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'document.file',
        subject: documentId,
        facts: { kind: body.kind, version: version + 1 },
      });
      return { documentId, version: version + 1 };
    });
  }

  /** @throws {AppError} UNIT_DOCUMENT_UNKNOWN, NOT_ALLOWED, UNIT_DOCUMENT_POSTED, DATES_REVERSED */
  async post(
    documentId: string,
    { postedOn, place }: z.output<typeof PostDocument>,
    worker: Worker,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const row = await documents(trx).where('unit_document.id', '=', documentId).executeTakeFirst();
      if (!row) throw new AppError('UNIT_DOCUMENT_UNKNOWN');
      const { now, today } = await rulesNow(trx, clock);
      authoriseUnit(worker, await Units.read(trx), row.organisation_id);
      if (postedOn > today || postedOn < row.issued_on) throw new AppError('DATES_REVERSED', { today });
      await trx
        .insertInto('unit_document_posting')
        .values({
          document_id: documentId,
          posted_on: postedOn,
          place,
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute()
        .catch((cause: unknown) => {
          throw meaningOf(cause, { unit_document_posting_pkey: 'UNIT_DOCUMENT_POSTED' });
        });
      await auditAct(trx, worker, { at: now, action: 'document.post', subject: documentId });
    });
  }
}

/** A unit's papers are kept by whoever writes for the unit, or for one of its sites. */
function authoriseUnit({ person }: Worker, units: Units, organisationId: string): void {
  const siteIds = units.find(organisationId)?.siteIds ?? [];
  const ownSite = siteIds.find((siteId) =>
    can(person.grants, 'staff.write', units.placeOf(organisationId, siteId)),
  );
  authorise(person, 'staff.write', units.placeOf(organisationId, ownSite ?? null));
}

/** Newest version of each kind for each unit, and whether it hangs in the room. */
export async function newestDocuments(
  executor: Executor,
): Promise<{ organisationId: string; kind: string; isPosted: boolean; issuedOn: string }[]> {
  const rows = await executor
    .selectFrom('unit_document')
    .leftJoin('unit_document_posting', 'unit_document_posting.document_id', 'unit_document.id')
    .distinctOn(['organisation_id', 'kind'])
    .select(['organisation_id', 'kind', 'unit_document_posting.document_id'])
    .select(sql<string>`issued_on::text`.as('issued_on'))
    .orderBy('organisation_id')
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    kind: row.kind,
    isPosted: row.document_id !== null,
    issuedOn: row.issued_on,
  }));
}

const documents = (executor: Executor | Database) =>
  executor
    .selectFrom('unit_document')
    .leftJoin('unit_document_posting', 'unit_document_posting.document_id', 'unit_document.id')
    .select([
      'unit_document.id',
      'organisation_id',
      'kind',
      'version',
      'title',
      'number',
      'parties',
      'body',
      'unit_document.at',
      'unit_document.by_name',
      'unit_document_posting.place',
      sql<string>`issued_on::text`.as('issued_on'),
      sql<string | null>`posted_on::text`.as('posted_on'),
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof documents>['execute']>>[number];

const viewOf = (row: Row, units: Units): UnitDocument => ({
  documentId: row.id,
  organisationId: OrganisationId.parse(row.organisation_id),
  organisationName: units.nameOf(row.organisation_id),
  kind: row.kind,
  version: row.version,
  title: row.title,
  number: row.number,
  parties: row.parties,
  body: row.body,
  issuedOn: LocalDate.parse(row.issued_on),
  postedOn: dayOf(row.posted_on),
  postedPlace: row.place,
  at: instant(row.at.getTime()),
  byName: row.by_name,
});
