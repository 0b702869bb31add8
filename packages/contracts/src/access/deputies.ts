import { z } from 'zod';
import { Instant, OrganisationId, UserId } from '../ids.ts';
import { GrantScope } from './grants.ts';

/** How long a right is lent at most; whoever is away longer is replaced. */
export const DEPUTATION_DAYS = 90;

/** A right to decide that is lent while its holder is away. */
export const Deputation = z.strictObject({
  deputationId: z.string().max(64),
  principal: z.strictObject({ userId: UserId, name: z.string().max(200) }),
  deputy: z.strictObject({ userId: UserId, name: z.string().max(200) }),
  /** Organisation, site or meeting; null for the whole installation. */
  scopeName: z.string().max(300).nullable(),
  startsAt: Instant,
  endsAt: Instant,
  reason: z.string().max(300).nullable(),
  state: z.enum(['coming', 'running', 'over', 'ended']),
  /** May be ended by whoever asks. */
  mayEnd: z.boolean(),
});
export type Deputation = z.infer<typeof Deputation>;

/** `GET /api/deputations`: what this person lends and what was lent to them, of the last month and to come. */
export const Deputations = z.strictObject({
  given: z.array(Deputation).max(100),
  received: z.array(Deputation).max(100),
  /** Of which this person may lend: the own grants to decide. */
  scopes: z.array(z.strictObject({ scope: GrantScope, name: z.string().max(300).nullable() })).max(50),
});
export type Deputations = z.infer<typeof Deputations>;

/** `GET /api/deputations/candidates?search=`: who may decide in somebody's place. */
export const DeputyCandidates = z.strictObject({
  people: z
    .array(
      z.strictObject({
        userId: UserId,
        name: z.string().max(200),
        title: z.string().max(200).nullable(),
        organisationName: z.string().max(300).nullable(),
      }),
    )
    .max(30),
});
export type DeputyCandidates = z.infer<typeof DeputyCandidates>;

/** `POST /api/deputations` */
export const GiveDeputation = z.strictObject({
  deputyId: UserId,
  /** One of the own scopes. */
  scope: GrantScope,
  /** Only what lies below this organisation; null: all of the scope. */
  organisationId: OrganisationId.nullable(),
  startsAt: Instant,
  endsAt: Instant,
  reason: z.string().trim().max(300).nullable(),
});
export type GiveDeputation = z.infer<typeof GiveDeputation>;
