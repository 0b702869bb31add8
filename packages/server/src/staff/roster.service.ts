import { type AddShift, instant, type ReadRoster, type Roster, type RosterUnits } from '@nhipcau/contracts';
import { can, coveredShare, dateOf, inScope, rosterGaps } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { findPerson, listPeople } from './operators.repository.ts';
import { auditAct, meaningOf, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

const MINUTE_MS = 60_000;

/** Who is reachable when, without gaps where the text wants it (R-DIR-16). */
export class RosterService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} ORGANISATION_UNKNOWN, NOT_ALLOWED */
  async read(
    { organisationId, from, to }: z.output<typeof ReadRoster>,
    { person }: Worker,
  ): Promise<z.input<typeof Roster>> {
    const { database, clock } = this.#parts;
    const { rules, today, now } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const unit = units.find(organisationId);
    if (!unit) throw new AppError('ORGANISATION_UNKNOWN');
    const places = [null, ...unit.siteIds].map((siteId) => units.placeOf(organisationId, siteId));
    if (!places.some((place) => can(person.grants, 'staff.read', place))) throw new AppError('NOT_ALLOWED');
    const shifts = await shiftsOf(database, { from, to, organisationId });
    const spans = shifts.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt }));
    const onDuty = (await shiftsOf(database, { from: now, to: now + 1, organisationId })).map(
      ({ name, telephone }) => ({ name, telephone }),
    );
    return {
      organisationId,
      organisationName: unit.name,
      obliged: rules.roundTheClock.filter(({ scope }) => inScope(scope, unit)).flatMap(({ cite }) => cite),
      shifts: shifts.map(({ startsAt, endsAt, organisationId: _, ...shift }) => ({
        ...shift,
        startsAt: instant(startsAt),
        endsAt: instant(endsAt),
      })),
      gaps: rosterGaps(spans, { from, to }).map((gap) => ({ from: instant(gap.from), to: instant(gap.to) })),
      coveredPercent: Math.floor(coveredShare(spans, { from, to }) * 100),
      now: onDuty,
      people: (await listPeople(database, { on: today, organisationId })).map(({ personId, name, duty }) => ({
        personId,
        name,
        duty,
      })),
      mayChange: places.some((place) => can(person.grants, 'roster.write', place)),
    };
  }

  /** Obliged units of a period, those with gaps first. */
  async units(
    { from, to }: { from: number; to: number },
    { person }: Worker,
  ): Promise<z.input<typeof RosterUnits>> {
    const { database, clock } = this.#parts;
    const { rules } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const obliged = units.all.filter(
      (unit) =>
        rules.roundTheClock.some(({ scope }) => inScope(scope, unit)) &&
        [null, ...unit.siteIds].some((siteId) =>
          can(person.grants, 'staff.read', units.placeOf(unit.organisationId, siteId)),
        ),
    );
    const shifts = Map.groupBy(
      await shiftsOf(database, { from, to }),
      ({ organisationId }) => organisationId,
    );
    const lines = obliged.map(({ organisationId, name, levelCode }) => {
      const spans = (shifts.get(organisationId) ?? []).map(({ startsAt, endsAt }) => ({
        from: startsAt,
        to: endsAt,
      }));
      const gaps = rosterGaps(spans, { from, to });
      const [first] = gaps;
      return {
        organisationId,
        name,
        levelCode,
        coveredPercent: Math.floor(coveredShare(spans, { from, to }) * 100),
        gapMinutes: Math.ceil(gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0) / MINUTE_MS),
        firstGapAt: first ? instant(first.from) : null,
      };
    });
    return { units: lines.sort((a, b) => b.gapMinutes - a.gapMinutes) };
  }

  /** @throws {AppError} OPERATOR_UNKNOWN, NOT_ALLOWED, SHIFT_OVERLAPS, SHIFT_OUTSIDE_SERVICE */
  async add(body: AddShift, worker: Worker): Promise<{ shiftId: string }> {
    const { database, clock } = this.#parts;
    const shiftId = uuidv7();
    await database.transaction().execute(async (trx) => {
      const { now, profile } = await rulesNow(trx, clock);
      const person = await findPerson(trx, body.personId);
      if (!person) throw new AppError('OPERATOR_UNKNOWN');
      const units = await Units.read(trx);
      authorise(worker.person, 'roster.write', units.placeOf(person.organisationId, person.siteId));
      const firstDay = dateIn(body.startsAt, profile.timeZone);
      const lastDay = dateIn(body.endsAt - 1, profile.timeZone);
      if (firstDay < person.fromOn || (person.toOn !== null && lastDay >= person.toOn))
        throw new AppError('SHIFT_OUTSIDE_SERVICE');
      await trx
        .insertInto('roster_shift')
        .values({
          id: shiftId,
          organisation_id: person.organisationId,
          person_id: person.personId,
          starts_at: new Date(body.startsAt),
          ends_at: new Date(body.endsAt),
          note: body.note,
          created_at: new Date(now),
        })
        .execute()
        .catch((cause: unknown) => {
          throw meaningOf(cause, { roster_shift_once: 'SHIFT_OVERLAPS' });
        });
      await auditAct(trx, worker, {
        at: now,
        action: 'roster.add',
        subject: shiftId,
        facts: { unit: person.organisationId },
      });
    });
    return { shiftId };
  }

  /** @throws {AppError} SHIFT_UNKNOWN, NOT_ALLOWED */
  async remove(shiftId: string, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('roster_shift')
        .innerJoin('operator_person', 'operator_person.id', 'roster_shift.person_id')
        .select(['roster_shift.organisation_id', 'operator_person.site_id'])
        .where('roster_shift.id', '=', shiftId)
        .executeTakeFirst();
      if (!row) throw new AppError('SHIFT_UNKNOWN');
      const units = await Units.read(trx);
      authorise(worker.person, 'roster.write', units.placeOf(row.organisation_id, row.site_id));
      await trx.deleteFrom('roster_shift').where('id', '=', shiftId).execute();
      await auditAct(trx, worker, { at: clock.now(), action: 'roster.remove', subject: shiftId });
    });
  }
}

const dateIn = (at: number, timeZone: string): string => dateOf(instant(at), timeZone);

async function shiftsOf(
  executor: Executor,
  { from, to, organisationId }: { from: number; to: number; organisationId?: string },
) {
  let query = executor
    .selectFrom('roster_shift')
    .innerJoin('operator_person', 'operator_person.id', 'roster_shift.person_id')
    .select([
      'roster_shift.id',
      'roster_shift.organisation_id',
      'roster_shift.person_id',
      'operator_person.name',
      'operator_person.telephone',
      'starts_at',
      'ends_at',
      'note',
    ])
    .where('starts_at', '<', new Date(to))
    .where('ends_at', '>', new Date(from))
    .orderBy('starts_at');
  if (organisationId !== undefined) query = query.where('roster_shift.organisation_id', '=', organisationId);
  return (await query.execute()).map((row) => ({
    shiftId: row.id,
    organisationId: row.organisation_id,
    personId: row.person_id,
    name: row.name,
    telephone: row.telephone,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    note: row.note,
  }));
}
