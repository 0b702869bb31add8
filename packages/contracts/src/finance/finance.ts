import { z } from 'zod';
import { Payment, PeriodEvaluation, PeriodKey } from '../evaluation/evaluation.ts';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { BudgetCategory, CostKind, PayerRule } from '../regulation/office/finance-rules.ts';
import { Citation } from '../regulation/values.ts';

const name = z.string().max(300);
const text = z.string().trim().min(3).max(500);
const count = z.int().min(0);
/** Dong without decimals. */
const Dong = z.int().min(0).max(1_000_000_000_000_000);
const Noted = z.strictObject({ words: z.string().max(500), byName: name, at: Instant });

/** `2026-03` */
export const FinanceMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const MonthQuery = z.strictObject({ month: FinanceMonth });
export const BudgetYear = z.coerce.number().int().min(2000).max(2100);
export const BudgetQuery = z.strictObject({ year: BudgetYear });

/** Somebody bears a cost at so many sites of one meeting. */
const Share = z.strictObject({
  cost: CostKind,
  payerId: OrganisationId.nullable(),
  /** Empty: by the rules of the State. */
  payer: name,
  sites: count,
  agreed: count,
});

/** `GET /api/finance/statement`: who bears what of a month's closed meetings (R-FIN-01). */
export const CostStatement = z.strictObject({
  month: FinanceMonth,
  rules: z.array(PayerRule).max(10),
  units: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name,
        /** Sites whose line it leases in that month. */
        lines: count,
        /** Sessions whose service it pays: at its chair sites or as host, and at end sites. */
        chairServices: count,
        endServices: count,
        agreed: count,
      }),
    )
    .max(5_000),
  meetings: z
    .array(
      z.strictObject({
        meetingId: MeetingId,
        title: name,
        startedAt: Instant,
        host: name,
        shares: z.array(Share).max(2_100),
        /** Sites for which an agreement can be noted. */
        sites: z
          .array(z.strictObject({ siteId: SiteId, name, ownerId: OrganisationId, agreedBy: name.nullable() }))
          .max(2_002),
        mayAgree: z.boolean(),
        /** What the host noted of its costs (R-FIN-05). */
        note: Noted.nullable(),
        mayNote: z.boolean(),
      }),
    )
    .max(2_000),
});
export type CostStatement = z.infer<typeof CostStatement>;

/** `POST /api/finance/agreements`: host and site agreed who pays for the site; null: as the text has it. */
export const AgreeOnCost = z.strictObject({
  meetingId: MeetingId,
  siteId: SiteId,
  payer: z.enum(['host', 'siteOwner']).nullable(),
  note: text,
});
export type AgreeOnCost = z.infer<typeof AgreeOnCost>;

/** `POST /api/finance/cost-notes`: what the host notes of the costs of a closed meeting; the newest counts (R-FIN-05). */
export const NoteCosts = z.strictObject({ meetingId: MeetingId, words: text });
export type NoteCosts = z.infer<typeof NoteCosts>;

/** `GET /api/finance/service-payments`: periods of the leased service, each with its evaluation and what was paid (R-FIN-02). */
export const ServicePayments = z.strictObject({
  /** Null: the text links no evaluation to a payment. */
  lessor: name.nullable(),
  cite: z.array(Citation).max(5),
  periods: z
    .array(
      PeriodEvaluation.pick({ period: true, from: true, to: true, state: true }).extend({
        outcome: z.string().nullable(),
        /** Sites by what was recommended. */
        sites: z.record(Payment, count),
        paid: z
          .strictObject({ amount: Dong.nullable(), decision: z.string().max(500), byName: name, at: Instant })
          .nullable(),
        mayRecord: z.boolean(),
      }),
    )
    .max(40),
});
export type ServicePayments = z.infer<typeof ServicePayments>;

/** `POST /api/finance/service-payments`; only for a period whose evaluation is closed. */
export const RecordServicePayment = z.strictObject({
  period: PeriodKey,
  amount: Dong.nullable(),
  decision: text,
});
export type RecordServicePayment = z.infer<typeof RecordServicePayment>;

/** `GET /api/finance/allowances`: who served which meeting of a month, from the duty sheets (R-FIN-04). */
export const AllowanceList = z.strictObject({
  month: FinanceMonth,
  article: z.string().max(60).nullable(),
  people: z
    .array(
      z.strictObject({
        unit: name,
        person: name,
        post: name,
        meetingId: MeetingId,
        title: name,
        startedAt: Instant,
      }),
    )
    .max(20_000),
});
export type AllowanceList = z.infer<typeof AllowanceList>;

/** `GET /api/finance/budget`: what units propose for a year, by heading (R-FIN-03). */
export const BudgetTable = z.strictObject({
  year: z.int(),
  compiledBy: name.nullable(),
  categories: z.array(BudgetCategory).max(10),
  units: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name,
        /** What the proposal can be founded on: the unit's sites and their use in the year before. */
        sites: count,
        sessions: count,
        minutes: count,
        amounts: z
          .array(
            z.strictObject({
              category: ProfileKey,
              amount: count,
              basis: z.string().max(500),
              byName: name,
              at: Instant,
            }),
          )
          .max(10),
        /** Headings that concern this unit. */
        asked: z.array(ProfileKey).max(10),
        mayWrite: z.boolean(),
      }),
    )
    .max(5_000),
});
export type BudgetTable = z.infer<typeof BudgetTable>;

/** `POST /api/finance/budget` */
export const ProposeBudget = z.strictObject({
  year: z.int().min(2000).max(2100),
  organisationId: OrganisationId,
  category: ProfileKey,
  amount: Dong,
  basis: text,
});
export type ProposeBudget = z.infer<typeof ProposeBudget>;
