import type { Clock } from '@nhipcau/base';
import { instant, OrganisationId } from '@nhipcau/contracts';
import { composeUnitContacts, dateOf, type UnitStaff } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { listPeople } from '../staff/operators.repository.ts';
import type { Press } from './press.ts';
import type { PrintFormat } from './print-job.ts';
import { type PrintedDocument, printedAs } from './printer.ts';

const FORM = 'unitContacts';

/** The locality's form about the people of units, printed from the register: for one unit, or for all that have anybody. */
export class UnitContacts {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #press: Press;

  constructor({ database, clock, press }: { database: Database; clock: Clock; press: Press }) {
    this.#database = database;
    this.#clock = clock;
    this.#press = press;
  }

  /** @throws {AppError} FORM_UNKNOWN where the locality has no such form, NOT_FOUND, and those of the press */
  async print(organisationId: OrganisationId | null, format: PrintFormat): Promise<PrintedDocument> {
    const now = instant(this.#clock.now());
    const profile = await regulationInForce(this.#database, { now });
    const form = profile.office.forms.forms.find(({ key }) => key === FORM);
    if (!form) throw new AppError('FORM_UNKNOWN', { form: FORM });
    const on = dateOf(now, profile.timeZone);
    const units = await unitsOf(this.#database, organisationId, on);
    if (units.length === 0) throw new AppError('NOT_FOUND', { organisationId });
    const bytes = await this.#press.print(composeUnitContacts(form, units), format);
    return printedAs({ fileNumber: on, form: FORM, format }, bytes);
  }
}

/** Units in the order of their level and name, with who is in service on the day. */
async function unitsOf(
  executor: Executor,
  organisationId: OrganisationId | null,
  on: string,
): Promise<UnitStaff[]> {
  const people = await listPeople(executor, {
    on,
    ...(organisationId === null ? {} : { organisationId }),
  });
  const ids = organisationId === null ? people.map((person) => person.organisationId) : [organisationId];
  if (ids.length === 0) return [];
  const rows = await executor
    .selectFrom('organisation')
    .innerJoin('level', 'level.code', 'organisation.level_code')
    .leftJoin('organisation as superior', 'superior.id', 'organisation.parent_id')
    .select(['organisation.id', 'organisation.name', 'superior.name as superior'])
    .where('organisation.id', 'in', [...new Set(ids)])
    .orderBy('level.rank')
    .orderBy('organisation.name')
    .execute();
  return rows.map(({ id, name, superior }) => {
    const first = (duty: string) => {
      const found = people.find(
        (one) => one.organisationId === OrganisationId.parse(id) && one.duty === duty,
      );
      return found
        ? { name: found.name, title: found.title, email: found.email, phone: found.telephone }
        : null;
    };
    return {
      name,
      superior,
      staff: { leader: first('leader'), main: first('main'), support: first('support') },
    };
  });
}
