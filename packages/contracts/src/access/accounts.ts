import { z } from 'zod';
import { Instant, OrganisationId, UserId } from '../ids.ts';
import { AccountKind, Grant, Role } from './grants.ts';
import { SessionLine } from './security.ts';
import { Assurance } from './sign-in.ts';

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,49}$/);

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((text) => text.normalize('NFC'));
const optionalWords = (most: number) => words(most).nullable();

/** What the list of accounts must hold of each (TCVN 14423, 5.6.2.1). */
const details = {
  name: words(200).pipe(z.string().min(2)),
  kind: AccountKind,
  organisationId: OrganisationId.nullable(),
  title: optionalWords(200),
  email: z.email().max(200).nullable(),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+ .()-]{6,30}$/)
    .nullable(),
  note: optionalWords(500),
};

/** `POST /api/accounts` */
export const CreateAccount = z.strictObject({
  login: Login,
  ...details,
  grants: z.array(Grant).min(1).max(50),
});
export type CreateAccount = z.infer<typeof CreateAccount>;

/** The first password, told once; it opens only the page on which it is changed. */
export const InitialPassword = z.strictObject({
  userId: UserId,
  login: z.string(),
  password: z.string().max(100),
});
export type InitialPassword = z.infer<typeof InitialPassword>;

/** `POST /api/accounts/:userId` */
export const EditAccount = z.strictObject(details);
export type EditAccount = z.infer<typeof EditAccount>;

/** `POST /api/accounts/:userId/grants`: all of them, the home's first. */
export const SetGrants = z.strictObject({ grants: z.array(Grant).min(1).max(50) });
export type SetGrants = z.infer<typeof SetGrants>;

export const DisableReason = z.enum(['administrator', 'idle', 'transfer', 'left']);
export type DisableReason = z.infer<typeof DisableReason>;
/** `POST /api/accounts/:userId/disable` */
export const DisableAccount = z.strictObject({ reason: DisableReason.exclude(['idle']) });
export type DisableAccount = z.infer<typeof DisableAccount>;
/** `POST /api/accounts/:userId/unlock`: who unlocks in an emergency says why. */
export const UnlockAccount = z.strictObject({ reason: words(300).pipe(z.string().min(3)) });
export type UnlockAccount = z.infer<typeof UnlockAccount>;

export const AccountState = z.enum(['active', 'locked', 'disabled', 'neverUsed']);
export type AccountState = z.infer<typeof AccountState>;

export const AccountLine = z.strictObject({
  userId: UserId,
  login: z.string().max(100),
  name: z.string().max(200),
  kind: AccountKind,
  state: AccountState,
  organisationId: OrganisationId.nullable(),
  organisationName: z.string().max(300).nullable(),
  title: z.string().max(200).nullable(),
  roles: z.array(Role).max(50),
  secondFactor: z.boolean(),
  secondFactorRequired: z.boolean(),
  mustChangePassword: z.boolean(),
  lastSignInAt: Instant.nullable(),
  lockedUntil: Instant.nullable(),
  disabledReason: DisableReason.nullable(),
  openSessions: z.int().min(0),
  reviewedAt: Instant.nullable(),
});
export type AccountLine = z.infer<typeof AccountLine>;

/** `GET /api/accounts` */
export const AccountQuery = z.strictObject({
  search: z.string().trim().max(100).optional(),
  role: Role.optional(),
  kind: AccountKind.optional(),
  state: AccountState.optional(),
  organisationId: OrganisationId.optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(25),
});
export type AccountQuery = z.infer<typeof AccountQuery>;
export const AccountPage = z.strictObject({ accounts: z.array(AccountLine).max(200), total: z.int().min(0) });
export type AccountPage = z.infer<typeof AccountPage>;

/** A grant as a person reads it. */
export const NamedGrant = z.strictObject({
  grant: Grant,
  /** Organisation, site or meeting; null for the installation. */
  scopeName: z.string().max(300).nullable(),
  /** Given by a delegation of control, and gone with it. */
  delegated: z.boolean(),
});
export type NamedGrant = z.infer<typeof NamedGrant>;

/** `GET /api/accounts/:userId` */
export const AccountDetail = z.strictObject({
  ...AccountLine.shape,
  email: z.string().max(200).nullable(),
  phone: z.string().max(30).nullable(),
  note: z.string().max(500).nullable(),
  createdAt: Instant,
  grants: z.array(NamedGrant).max(100),
  factors: z.array(Assurance).max(5),
  sessions: z.array(SessionLine).max(50),
});
export type AccountDetail = z.infer<typeof AccountDetail>;

/** One line of the half-yearly review of accounts and rights (TCVN 14423, 5.4.2.1 and 5.6.2.1). */
export const ReviewLine = z.strictObject({
  account: AccountLine,
  grants: z.array(NamedGrant).max(100),
  /** Not looked at within six months. */
  due: z.boolean(),
  /** What deserves a second look. */
  remarks: z.array(z.enum(['idle', 'neverUsed', 'noSecondFactor', 'manyRoles', 'noOrganisation'])).max(5),
});
export type ReviewLine = z.infer<typeof ReviewLine>;
/** `GET /api/rights-review` */
export const RightsReview = z.strictObject({
  asOf: Instant,
  due: z.int().min(0),
  lines: z.array(ReviewLine).max(5_000),
});
export type RightsReview = z.infer<typeof RightsReview>;

/** `POST /api/rights-review`: these accounts were looked at and keep their rights. */
export const ConfirmReview = z.strictObject({ userIds: z.array(UserId).min(1).max(500) });
export type ConfirmReview = z.infer<typeof ConfirmReview>;
export const ReviewConfirmed = z.strictObject({ confirmed: z.int().min(0) });
