import type { CostKind, PayerRule } from '@nhipcau/contracts';

/** A site of a meeting as money looks at it. */
export interface PaidSite {
  readonly siteId: string;
  readonly ownerId: string;
  readonly isChair: boolean;
  /** What host and site agreed; null: nothing. */
  readonly agreed: 'host' | 'siteOwner' | null;
}

export interface Payment {
  readonly cost: CostKind;
  readonly siteId: string;
  readonly isChair: boolean;
  /** Null: by the rules of the State. */
  readonly payerId: string | null;
  readonly agreed: boolean;
}

/**
 * Who bears each cost of a meeting at each of its sites: as the text has it, or as host and site agreed where the text lets
 * them. Without a host nobody can be named in the host's place.
 *
 * @rule FN-1 (VP Đ8; HN Đ11.4; R-FIN-01)
 */
export function paymentsOf(
  rules: readonly PayerRule[],
  { hostId, sites }: { readonly hostId: string | null; readonly sites: readonly PaidSite[] },
): Payment[] {
  return sites.flatMap(({ siteId, ownerId, isChair, agreed }) =>
    rules
      .filter((rule) => rule.sites === 'all' || (rule.sites === 'chair') === isChair)
      .map(({ cost, payer, byAgreement }): Payment => {
        const isAgreed = byAgreement && agreed !== null && agreed !== payer;
        const who = isAgreed ? agreed : payer;
        const payerId = who === 'state' ? null : who === 'host' ? hostId : ownerId;
        return { cost, siteId, isChair, payerId, agreed: isAgreed };
      }),
  );
}
