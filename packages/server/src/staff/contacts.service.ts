import {
  ContactEntry,
  type ContactList,
  type ContactPointList,
  type ContactVersion,
  instant,
  LocalDate,
  OrganisationId,
  type PowerContactList,
} from '@nhipcau/contracts';
import { can, dateOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { contactPointsOf } from '../notices/contact-points.ts';
import { listPeople } from './operators.repository.ts';
import { auditAct, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

const Entries = z.array(ContactEntry);

/** The published list of contacts, version by version (R-DIR-15). */
export class ContactsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** Whoever may read staff anywhere sees the whole published list: that is what it is for. */
  async read(version: number | undefined, { person }: Worker): Promise<ContactList> {
    const { database, clock } = this.#parts;
    const { rules, profile, today } = await rulesNow(database, clock);
    const versions = await this.#versions();
    const shown = versions.find((one) => version === undefined || one.version === version) ?? null;
    if (version !== undefined && !shown) throw new AppError('NOT_FOUND', { version });
    const newest = versions[0] ?? null;
    const published = newest ? await entriesOf(database, newest.version) : [];
    const present = await currentEntries(database, await Units.read(database), today);
    const { contactList } = rules;
    const reviewedOn = newest ? dateOf(newest.at, profile.timeZone) : null;
    return {
      owner: contactList?.owner ?? null,
      recipients: contactList?.recipients ?? null,
      cite: contactList?.cite ?? [],
      reviewDueOn:
        contactList?.reviewedYearly === true && reviewedOn !== null ? aYearLater(reviewedOn) : null,
      versions,
      shown,
      entries: shown === null ? [] : shown === newest ? published : await entriesOf(database, shown.version),
      changedSince: differences(published, present),
      mayPublish: can(person.grants, 'directory.write', {}) || can(person.grants, 'site.admit', {}),
    };
  }

  /** @throws {AppError} NOT_ALLOWED, CONTACT_LIST_UNCHANGED */
  async publish(note: string | null, worker: Worker): Promise<ContactList> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      if (!can(worker.person.grants, 'site.admit', {})) authorise(worker.person, 'directory.write', {});
      await sql`select pg_advisory_xact_lock(hashtextextended('contact_list', 0))`.execute(trx);
      const { now, today } = await rulesNow(trx, clock);
      const entries = await currentEntries(trx, await Units.read(trx), today);
      const { newest } = await trx
        .selectFrom('contact_list_version')
        .select((eb) => eb.fn.coalesce(eb.fn.max('version'), sql<number>`0`).as('newest'))
        .executeTakeFirstOrThrow();
      if (newest > 0 && differences(await entriesOf(trx, newest), entries) === 0)
        throw new AppError('CONTACT_LIST_UNCHANGED');
      await trx
        .insertInto('contact_list_version')
        .values({
          version: newest + 1,
          at: new Date(now),
          by_name: worker.person.name,
          note,
          entries: JSON.stringify(entries),
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'contacts.publish',
        subject: String(newest + 1),
        facts: { count: entries.length },
      });
    });
    return this.read(undefined, worker);
  }

  async #versions(): Promise<ContactVersion[]> {
    const rows = await this.#parts.database
      .selectFrom('contact_list_version')
      .select(['version', 'at', 'by_name', 'note'])
      .orderBy('version', 'desc')
      .limit(1_000)
      .execute();
    return rows.map((row) => ({
      version: row.version,
      at: instant(row.at.getTime()),
      byName: row.by_name,
      note: row.note,
    }));
  }

  /** Official desks: as the text prints them, unless the administrator corrected one (R-DIR-21). */
  async points({ person }: Worker): Promise<z.input<typeof ContactPointList>> {
    const { database, clock } = this.#parts;
    const { profile } = await rulesNow(database, clock);
    return {
      mayChange: can(person.grants, 'directory.write', {}),
      points: await contactPointsOf(database, profile),
    };
  }

  /** @throws {AppError} NOT_ALLOWED, CONTACT_POINT_UNKNOWN */
  async changePoint(
    key: string,
    body: { telephone: string | null; email: string | null; other: string | null },
    worker: Worker,
  ): Promise<z.input<typeof ContactPointList>> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      authorise(worker.person, 'directory.write', {});
      const { rules, now } = await rulesNow(trx, clock);
      if (!rules.contactPoints.some((point) => point.key === key))
        throw new AppError('CONTACT_POINT_UNKNOWN');
      const values = { ...body, changed_at: new Date(now), changed_by: worker.person.name };
      await trx
        .insertInto('contact_point')
        .values({ key, ...values })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
        .execute();
      await auditAct(trx, worker, { at: now, action: 'contactPoint.change', subject: key });
    });
    return this.points(worker);
  }

  /** Standby of the power company; for a site those of its area, the nearest first (R-DIR-22). */
  async power({
    siteId,
    at,
  }: {
    siteId?: string | undefined;
    at?: number | undefined;
  }): Promise<z.input<typeof PowerContactList>> {
    const { database, clock } = this.#parts;
    const units = await Units.read(database);
    const site = siteId === undefined ? null : units.site(siteId);
    if (site === undefined) throw new AppError('SITE_UNKNOWN');
    const areas: string[] | null = site ? units.pathOf(site.organisationId) : null;
    const instantAt = new Date(at ?? clock.now());
    let query = database
      .selectFrom('power_contact')
      .selectAll()
      .where('valid_to', '>', instantAt)
      .orderBy('valid_from')
      .limit(2_000);
    if (areas) query = query.where('area_id', 'in', areas).where('valid_from', '<=', instantAt);
    const rows = await query.execute();
    const rank = (areaId: string) => areas?.indexOf(areaId) ?? 0;
    return {
      contacts: rows
        .sort((a, b) => rank(a.area_id) - rank(b.area_id))
        .map((row) => ({
          contactId: row.id,
          areaId: OrganisationId.parse(row.area_id),
          areaName: units.nameOf(row.area_id),
          unit: row.unit,
          telephone: row.telephone,
          validFrom: instant(row.valid_from.getTime()),
          validTo: instant(row.valid_to.getTime()),
        })),
    };
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED */
  async addPower(
    body: { areaId: string; unit: string; telephone: string; validFrom: number; validTo: number },
    worker: Worker,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const units = await Units.read(trx);
      if (!units.find(body.areaId)) throw new AppError('ORGANISATION_UNKNOWN');
      // The power company's own people write for every area; offices for their own.
      const company = units.all.find(
        (unit) =>
          unit.kind === 'power' &&
          can(worker.person.grants, 'roster.write', units.placeOf(unit.organisationId)),
      );
      if (!company) authorise(worker.person, 'roster.write', units.placeOf(body.areaId));
      const id = uuidv7();
      const now = clock.now();
      await trx
        .insertInto('power_contact')
        .values({
          id,
          area_id: body.areaId,
          unit: body.unit,
          telephone: body.telephone,
          valid_from: new Date(body.validFrom),
          valid_to: new Date(body.validTo),
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'power.add',
        subject: id,
        facts: { area: body.areaId },
      });
    });
  }
}

/** The register as a list of contacts. */
export async function currentEntries(executor: Executor, units: Units, on: string): Promise<ContactEntry[]> {
  const people = await listPeople(executor, { on });
  const order = new Map(units.all.map(({ organisationId }, index) => [String(organisationId), index]));
  return people
    .sort((a, b) => (order.get(a.organisationId) ?? 0) - (order.get(b.organisationId) ?? 0))
    .map(({ organisationId, siteId, duty, name, title, telephone, email }) => ({
      organisation: units.nameOf(organisationId),
      site: siteId === null ? null : (units.site(siteId)?.name ?? null),
      duty,
      name,
      title,
      telephone,
      email,
    }));
}

async function entriesOf(executor: Executor, version: number): Promise<ContactEntry[]> {
  const row = await executor
    .selectFrom('contact_list_version')
    .select('entries')
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return Entries.parse(row.entries);
}

const wordOf = ({ organisation, site, duty, name, title, telephone, email }: ContactEntry): string =>
  JSON.stringify([organisation, site, duty, name, title, telephone, email]);

/** Lines that are in one list only. */
function differences(before: readonly ContactEntry[], after: readonly ContactEntry[]): number {
  const old = new Set(before.map(wordOf));
  const fresh = new Set(after.map(wordOf));
  return (
    [...fresh].filter((word) => !old.has(word)).length + [...old].filter((word) => !fresh.has(word)).length
  );
}

const aYearLater = (date: LocalDate): LocalDate => {
  const next = `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;
  return LocalDate.parse(next.endsWith('-02-29') ? `${next.slice(0, 8)}28` : next);
};
