import type { Clock } from '@nhipcau/base';
import type { ExternalSystem, RegisterExternal } from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import { findSystem, listSystems, rowOf } from './external.repository.ts';
import { findPeer } from './peers.repository.ts';
import type { Acting } from './peers.service.ts';
import { actingAs } from './trunk-access.ts';

/** The register of video systems of others that may be joined to a meeting (R-MCU-08, rule TK-16). */
export class ExternalsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async list(): Promise<{ systems: ExternalSystem[] }> {
    return { systems: await listSystems(this.#database) };
  }

  /** @throws {AppError} EXTERNAL_KNOWN, PEER_UNKNOWN, SITE_UNKNOWN */
  async register(system: RegisterExternal, acting: Acting): Promise<void> {
    await this.#write(system, async (trx) => {
      const values = { ...rowOf(system), made_at: new Date(this.#clock.now()), made_by: acting.person.name };
      await trx
        .insertInto('external_system')
        .values({ id: uuidv7(), ...values, closed_by: null })
        .execute();
      await this.#audit(trx, 'external.register', system, acting);
    });
  }

  /** What is known of it is different now. @throws {AppError} EXTERNAL_UNKNOWN and as `register` */
  async change(systemId: string, system: RegisterExternal, acting: Acting): Promise<void> {
    await this.#write(system, async (trx) => {
      if ((await findSystem(trx, systemId)) === null) throw new AppError('EXTERNAL_UNKNOWN', { systemId });
      await trx.updateTable('external_system').set(rowOf(system)).where('id', '=', systemId).execute();
      await this.#audit(trx, 'external.change', system, acting);
    });
  }

  /** It is joined no more. What was agreed for meetings of before stays on record. @throws {AppError} EXTERNAL_UNKNOWN, EXTERNAL_IN_USE */
  async close(systemId: string, acting: Acting): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const system = await findSystem(trx, systemId);
      if (system === null) throw new AppError('EXTERNAL_UNKNOWN', { systemId });
      const used = await trx
        .selectFrom('external_consent')
        .innerJoin('meeting', 'meeting.id', 'external_consent.meeting_id')
        .select('meeting.id')
        .where('external_consent.system_id', '=', systemId)
        .where('external_consent.withdrawn_at', 'is', null)
        .where('meeting.phase', '<>', 'ended')
        .executeTakeFirst();
      if (used) throw new AppError('EXTERNAL_IN_USE', { systemId, meetingId: used.id });
      await trx
        .updateTable('external_system')
        .set({ closed_at: new Date(this.#clock.now()), closed_by: acting.person.name })
        .where('id', '=', systemId)
        .execute();
      await this.#audit(trx, 'external.close', system, acting);
    });
  }

  async #write(system: RegisterExternal, write: (trx: Executor) => Promise<void>): Promise<void> {
    const { route } = system;
    try {
      await this.#database.transaction().execute(async (trx) => {
        if (route.kind === 'trunk' && (await findPeer(trx, route.peerId)) === null)
          throw new AppError('PEER_UNKNOWN', { peerId: route.peerId });
        if (route.kind === 'site') {
          const site = await trx
            .selectFrom('site')
            .select('id')
            .where('id', '=', route.siteId)
            .executeTakeFirst();
          if (!site) throw new AppError('SITE_UNKNOWN', { siteId: route.siteId });
        }
        await write(trx);
      });
    } catch (cause) {
      if (
        isUniqueViolation(cause, 'external_system_name') ||
        isUniqueViolation(cause, 'external_system_peer')
      )
        // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
        throw new AppError('EXTERNAL_KNOWN', { name: system.name }, { cause });
      throw cause;
    }
  }

  async #audit(
    trx: Executor,
    action: string,
    { name, kind, owner, route }: RegisterExternal,
    acting: Acting,
  ): Promise<void> {
    await appendAudit(trx, {
      at: this.#clock.now(),
      actor: actingAs(acting),
      action,
      subject: name,
      facts: { kind, owner, route: route.kind },
      correlationId: acting.correlationId,
    });
  }
}
