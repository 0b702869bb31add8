import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { type Caller, personOf } from '../http/caller.ts';
import type { StaffParts, Worker } from './staff-parts.ts';

type Call = { readonly caller: Caller; readonly correlationId: string };

export const workerOf = ({ caller, correlationId }: Call): Worker => ({
  person: personOf(caller),
  correlationId,
});

/** Carries out an act whose refusal is recorded too. */
export type Audited = <T>(
  action: string,
  subject: string,
  call: Call,
  act: (worker: Worker) => Promise<T>,
) => Promise<T>;

export const auditedBy =
  (parts: StaffParts): Audited =>
  (action, subject, call, act) =>
    auditRefusals(
      parts,
      { actor: actorOf(call.caller), action, subject, correlationId: call.correlationId },
      () => act(workerOf(call)),
    );
