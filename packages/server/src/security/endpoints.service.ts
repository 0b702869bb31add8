import { type EnableEndpointKind, EndpointKind, type EndpointKinds, instant } from '@nhipcau/contracts';
import { endpointRefusal } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { isSecret } from './secret-meetings.ts';
import { securityRules, securityRulesOf } from './security-rules.ts';

/** Which kinds of endpoints join: those of the regulation, and those the operating unit let in besides (R-MCU-11). */
export class EndpointsService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list(): Promise<EndpointKinds> {
    const { database, clock } = this.#parts;
    const { rules } = await securityRules(database, clock.now());
    const newest = await newestOf(database);
    const devices = await database
      .selectFrom('personal_device')
      .select(['id', 'name', 'owner_name'])
      .where('state', '=', 'approved')
      .orderBy('name')
      .limit(2_000)
      .execute();
    return {
      devices: devices.map(({ id, name, owner_name: ownerName }) => ({ id, name, ownerName })),
      kinds: EndpointKind.options.map((kind) => {
        const row = newest.find((one) => one.kind === kind);
        const byRegulation = rules.endpoints.admitted.includes(kind);
        return {
          kind,
          byRegulation,
          cite: byRegulation ? rules.endpoints.cite : [],
          enabled: row?.enabled
            ? { at: instant(row.at.getTime()), byName: row.by_name, reason: row.reason }
            : null,
        };
      }),
    };
  }

  async enable(kind: EndpointKind, { enabled, reason }: EnableEndpointKind, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    authorise(worker.person, 'site.admit', {});
    await database.transaction().execute(async (trx) => {
      const at = clock.now();
      await trx
        .insertInto('endpoint_enablement')
        .values({ kind, enabled, reason, at: new Date(at), by_name: worker.person.name })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: enabled ? 'endpoint.enable' : 'endpoint.disable',
        subject: kind,
        facts: { reason },
      });
    });
  }
}

const newestOf = (executor: Executor) =>
  executor
    .selectFrom('endpoint_enablement')
    .distinctOn('kind')
    .selectAll()
    .orderBy('kind')
    .orderBy('id', 'desc')
    .execute();

/**
 * Whether an endpoint of this kind may become a room of the meeting, by the version of the regulation that the meeting
 * follows.
 *
 * @throws {AppError} ENDPOINT_KIND_NOT_ADMITTED, PERSONAL_DEVICE_FORBIDDEN in a meeting with state secrets
 * @rule AC-25, AC-16
 */
export async function checkEndpoint(
  executor: Executor,
  { kind, meetingId, now }: { kind: EndpointKind; meetingId: string; now: number },
): Promise<void> {
  const rules = await securityRulesOf(executor, meetingId, now);
  const enabled = (await newestOf(executor)).filter((row) => row.enabled);
  const refusal = endpointRefusal(rules, kind, {
    enabled: enabled.map((row) => EndpointKind.parse(row.kind)),
    isSecret: await isSecret(executor, meetingId),
  });
  if (refusal === null) return;
  if (refusal.kind === 'secret') throw new AppError('PERSONAL_DEVICE_FORBIDDEN', { endpoint: kind });
  throw new AppError('ENDPOINT_KIND_NOT_ADMITTED', {
    endpoint: kind,
    clause: rules.endpoints.cite[0]?.article ?? null,
  });
}
