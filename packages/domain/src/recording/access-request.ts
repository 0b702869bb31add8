import { err, ok, type Result } from '@nhipcau/base';
import type { AccessRequest, DecideAccess } from '@nhipcau/contracts';

export type AccessRequestRefusal = 'secret' | 'needless' | 'settled';

/**
 * Whether somebody may ask: never for what was said under state secrets, and not for what they may see anyway.
 *
 * @rule RD-16 (R-REC-05; HN Đ14.4)
 */
export const checkAsk = ({
  isSecret,
  maySee,
}: {
  readonly isSecret: boolean;
  readonly maySee: boolean;
}): Result<null, AccessRequestRefusal> => {
  if (isSecret) return err('secret');
  return maySee ? err('needless') : ok(null);
};

/** How a request stands now: what was granted ends by itself or when it is taken back. */
export const accessState = (
  {
    decision,
    until,
    endedAt,
  }: {
    readonly decision: 'granted' | 'refused' | null;
    readonly until: number | null;
    readonly endedAt: number | null;
  },
  now: number,
): AccessRequest['state'] => {
  if (decision === null) return 'asked';
  if (decision === 'refused') return 'refused';
  return endedAt !== null || (until ?? 0) <= now ? 'ended' : 'granted';
};

/**
 * A request is decided once; only what was granted can be taken back.
 *
 * @rule RD-17 (R-REC-05)
 */
export const checkDecision = (
  { kind }: Pick<DecideAccess, 'kind'>,
  state: AccessRequest['state'],
): Result<null, AccessRequestRefusal> =>
  state === (kind === 'end' ? 'granted' : 'asked') ? ok(null) : err('settled');
