import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId, UserId } from '../ids.ts';

export const ControlTokenKind = z.enum(['token', 'vpn']);
export type ControlTokenKind = z.infer<typeof ControlTokenKind>;

const reason = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .transform((text) => text.normalize('NFC'));

/** `POST /api/control/tokens` */
export const IssueToken = z.strictObject({
  serial: z
    .string()
    .trim()
    .min(3)
    .max(60)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/),
  kind: ControlTokenKind,
  siteId: SiteId,
  holderId: UserId,
});
export type IssueToken = z.infer<typeof IssueToken>;
/** `POST /api/control/tokens/:id/revoke` and of a delegation: why. */
export const RevokeControl = z.strictObject({ reason });
export type RevokeControl = z.infer<typeof RevokeControl>;

/** A device by which a site controls meetings (R-SEC-05). */
export const ControlToken = z.strictObject({
  id: z.string().max(64),
  serial: z.string().max(60),
  kind: ControlTokenKind,
  siteId: SiteId,
  siteName: z.string().max(200),
  holderId: UserId,
  holderName: z.string().max(200),
  issuedAt: Instant,
  issuedBy: z.string().max(200),
  returnedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  revokedReason: z.string().max(300).nullable(),
});
export type ControlToken = z.infer<typeof ControlToken>;

/** The conditions of HN Đ10.2: clauses 1 to 5 of Đ6, one laptop, one token or VPN. */
export const DelegationCondition = z.enum([
  'terminals',
  'wan',
  'placement',
  'fireSafety',
  'power',
  'laptop',
  'token',
]);
export type DelegationCondition = z.infer<typeof DelegationCondition>;

export const Evidence = z.strictObject({
  condition: DelegationCondition,
  met: z.boolean(),
  /** By what it was established: a minute, a number of a document, an inspection. */
  proof: z.string().trim().max(300).nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

export const DelegationScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), organisationId: OrganisationId }),
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('meeting'), meetingId: MeetingId }),
]);
export type DelegationScope = z.infer<typeof DelegationScope>;

/** `POST /api/control/delegations` */
export const RequestDelegation = z.strictObject({
  siteId: SiteId,
  personId: UserId,
  tokenId: z.string().max(64).nullable(),
  scope: DelegationScope,
  evidence: z.array(Evidence).min(1).max(20),
});
export type RequestDelegation = z.infer<typeof RequestDelegation>;
/** `POST /api/control/delegations/:id/decision` */
export const DecideDelegation = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('give') }),
  z.strictObject({ decision: z.literal('refuse'), reason }),
]);
export type DecideDelegation = z.infer<typeof DecideDelegation>;

export const ControlDelegation = z.strictObject({
  id: z.string().max(64),
  siteId: SiteId,
  siteName: z.string().max(200),
  personId: UserId,
  personName: z.string().max(200),
  tokenSerial: z.string().max(60).nullable(),
  scope: DelegationScope,
  scopeName: z.string().max(300).nullable(),
  evidence: z.array(Evidence).max(20),
  state: z.enum(['requested', 'given', 'refused', 'revoked']),
  requestedAt: Instant,
  decidedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  reason: z.string().max(300).nullable(),
});
export type ControlDelegation = z.infer<typeof ControlDelegation>;

/** `GET /api/control`: whether the locality delegates control at all, with its article, and what there is. */
export const ControlRegister = z.strictObject({
  /** Null where the regulation knows no delegation: the registers stay empty. */
  rule: z.strictObject({ article: z.string().max(40), quote: z.string().max(600) }).nullable(),
  tokens: z.array(ControlToken).max(2_000),
  delegations: z.array(ControlDelegation).max(2_000),
});
export type ControlRegister = z.infer<typeof ControlRegister>;

/** What must hold of a device of somebody's own before it takes part (HN Đ6.8). */
export const DeviceCondition = z.enum(['updated', 'antivirus', 'screenLock', 'noSecrets', 'ownerAware']);
export type DeviceCondition = z.infer<typeof DeviceCondition>;
export const PersonalDeviceKind = z.enum(['laptop', 'desktop', 'tablet', 'phone', 'other']);
export type PersonalDeviceKind = z.infer<typeof PersonalDeviceKind>;

/** `POST /api/personal-devices` */
export const RegisterDevice = z.strictObject({
  name: z.string().trim().min(2).max(100),
  kind: PersonalDeviceKind,
  /** Serial number or inventory number. */
  identifier: z.string().trim().min(3).max(100),
  ownerName: z.string().trim().min(2).max(200),
  organisationId: OrganisationId,
  conditions: z.array(DeviceCondition).max(10),
});
export type RegisterDevice = z.infer<typeof RegisterDevice>;
/** `POST /api/personal-devices/:id/decision` */
export const DecideDevice = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approve') }),
  z.strictObject({ decision: z.enum(['refuse', 'revoke']), reason }),
]);
export type DecideDevice = z.infer<typeof DecideDevice>;

export const PersonalDevice = z.strictObject({
  id: z.string().max(64),
  name: z.string().max(100),
  kind: PersonalDeviceKind,
  identifier: z.string().max(100),
  ownerName: z.string().max(200),
  organisationId: OrganisationId,
  organisationName: z.string().max(300),
  conditions: z.array(DeviceCondition).max(10),
  state: z.enum(['waiting', 'approved', 'refused', 'revoked']),
  registeredAt: Instant,
  decidedAt: Instant.nullable(),
  reason: z.string().max(300).nullable(),
});
export type PersonalDevice = z.infer<typeof PersonalDevice>;
export const PersonalDeviceList = z.strictObject({
  rule: z.strictObject({ article: z.string().max(40), quote: z.string().max(600) }).nullable(),
  devices: z.array(PersonalDevice).max(2_000),
});
export type PersonalDeviceList = z.infer<typeof PersonalDeviceList>;
