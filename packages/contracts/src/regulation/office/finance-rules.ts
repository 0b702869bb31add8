import { z } from 'zod';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';
import { UnitScope } from './directory-rules.ts';

const cite = z.array(Citation).min(1).max(5);
const label = z.string().min(3).max(300);

/** What a meeting costs: the lease of a line, the service of the conference, anything else. */
export const CostKind = z.enum(['line', 'service', 'other']);
export type CostKind = z.infer<typeof CostKind>;

/** Who bears a cost at which kind of site (R-FIN-01). */
export const PayerRule = z.strictObject({
  cost: CostKind,
  sites: z.enum(['chair', 'end', 'all']),
  /** `state`: by the rules of the State, which this system does not know. */
  payer: z.enum(['siteOwner', 'host', 'state']),
  /** Site and host may agree that the other one pays. */
  byAgreement: z.boolean(),
  label,
  cite,
});
export type PayerRule = z.infer<typeof PayerRule>;

/** A heading of a unit's yearly proposal (R-FIN-03). */
export const BudgetCategory = z.strictObject({ key: ProfileKey, label, scope: UnitScope, cite });
export type BudgetCategory = z.infer<typeof BudgetCategory>;

/** What a locality's text says of money. */
export const FinanceRules = z.strictObject({
  payers: z.array(PayerRule).max(10),
  budget: z
    .strictObject({ categories: z.array(BudgetCategory).min(1).max(10), compiledBy: label })
    .nullable(),
  /** Technicians who served a meeting are supported for it (R-FIN-04). */
  allowance: z.strictObject({ cite }).nullable(),
});
export type FinanceRules = z.infer<typeof FinanceRules>;

export const silentFinance: FinanceRules = { payers: [], budget: null, allowance: null };
