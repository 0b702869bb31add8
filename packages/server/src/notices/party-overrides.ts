import type { Clock } from '@nhipcau/base';
import {
  instant,
  type NoticeParties,
  OrganisationId,
  type RegulationProfile,
  type SetNoticeParty,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { violates } from '../database/violations.ts';
import type { Worker } from '../registration/parts.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { holdersOf } from './parties.ts';

/** Whom the roles of notices mean in this installation, where it is not whom the regulation's rules find. */
export class PartyOverrides {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  async list(): Promise<NoticeParties> {
    const profile = await this.#profile();
    const named = await this.#database
      .selectFrom('notice_party')
      .select(['role', 'organisation_id'])
      .where('locality', '=', profile.locality)
      .orderBy('organisation_id')
      .execute();
    const roles = [];
    for (const role of assignableRoles(profile)) {
      const holders = await holdersOf(this.#database, { profile, data: null }, role);
      roles.push({
        role,
        name: profile.roles[role]?.name ?? role,
        organisationIds: named
          .filter((one) => one.role === role)
          .map(({ organisation_id }) => OrganisationId.parse(organisation_id)),
        found: holders.filter(({ kind }) => kind !== 'nobody').map(({ name }) => name),
      });
    }
    return { locality: profile.locality, roles };
  }

  /** @throws {AppError} BAD_MESSAGE for a role the regulation has not, ORGANISATION_UNKNOWN */
  async set(
    role: string,
    { organisationIds }: SetNoticeParty,
    { person, correlationId }: Worker,
  ): Promise<void> {
    const { locality, office } = await this.#profile();
    if (!assignableRoles({ office }).includes(role)) throw new AppError('BAD_MESSAGE', { path: 'role' });
    await this.#database
      .transaction()
      .execute(async (trx) => {
        await trx
          .deleteFrom('notice_party')
          .where('locality', '=', locality)
          .where('role', '=', role)
          .execute();
        if (organisationIds.length > 0)
          await trx
            .insertInto('notice_party')
            .values([...new Set(organisationIds)].map((id) => ({ locality, role, organisation_id: id })))
            .execute();
        await appendAudit(trx, {
          at: this.#clock.now(),
          actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
          action: 'notice.setParty',
          subject: role,
          facts: { organisationIds },
          correlationId,
        });
      })
      .catch((failure: unknown) => {
        throw partyFailure(failure);
      });
  }

  #profile() {
    return regulationInForce(this.#database, { now: instant(this.#clock.now()) });
  }
}

/** Roles that an organisation can hold; the public at large is nobody's to appoint. */
const assignableRoles = ({ office }: Pick<RegulationProfile, 'office'>): string[] =>
  Object.entries(office.notices.parties)
    .filter(([, rules]) => rules.some(({ kind }) => kind !== 'public'))
    .map(([role]) => role);

const partyFailure = (cause: unknown): unknown =>
  violates(cause, 'notice_party_organisation_id_fkey')
    ? new AppError('ORGANISATION_UNKNOWN', {}, { cause })
    : cause;
