import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Assurance, PasskeyMessage } from './sign-in.ts';

/** One open sign-in of a person. */
export const SessionLine = z.strictObject({
  id: z.string().max(40),
  current: z.boolean(),
  createdAt: Instant,
  lastActiveAt: Instant,
  ip: z.string().max(60).nullable(),
  userAgent: z.string().max(300).nullable(),
  assurance: Assurance,
  locked: z.boolean(),
});
export type SessionLine = z.infer<typeof SessionLine>;

export const PasskeyLine = z.strictObject({
  id: z.string().max(1_400),
  name: z.string().max(100),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
});
export type PasskeyLine = z.infer<typeof PasskeyLine>;

/** What a password must be, so that the page says it before the server does. */
export const PasswordRule = z.strictObject({
  minLength: z.int().min(1).max(64),
  /** Small letters, capitals, digits, others. */
  minClasses: z.int().min(1).max(4),
  maxAgeDays: z.int().min(1).nullable(),
  history: z.int().min(0).max(50),
});
export type PasswordRule = z.infer<typeof PasswordRule>;

/** Something about the account its owner should know: a sign-in from another place, a lock, a change of a factor. */
export const SecurityEvent = z.strictObject({
  at: Instant,
  action: z.string().max(100),
  outcome: z.enum(['allowed', 'refused']),
  code: z.string().max(64).nullable(),
  ip: z.string().max(60).nullable(),
});
export type SecurityEvent = z.infer<typeof SecurityEvent>;

/** `GET /api/account/security` */
export const AccountSecurity = z.strictObject({
  login: z.string().max(100),
  name: z.string().max(200),
  passwordChangedAt: Instant.nullable(),
  passwordExpiresAt: Instant.nullable(),
  rule: PasswordRule,
  secondFactorRequired: z.boolean(),
  totpSince: Instant.nullable(),
  recoveryCodesLeft: z.int().min(0).max(50),
  passkeys: z.array(PasskeyLine).max(20),
  identityLinked: z.boolean(),
  oidc: z.string().max(100).nullable(),
  sessions: z.array(SessionLine).max(50),
  events: z.array(SecurityEvent).max(50),
});
export type AccountSecurity = z.infer<typeof AccountSecurity>;

/** `POST /api/account/password` */
export const ChangePassword = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(1).max(200),
});
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Reply of `POST /api/account/totp`: shown once, as a picture and as text. */
export const TotpOffered = z.strictObject({ uri: z.string().max(600), secret: z.string().max(100) });
export type TotpOffered = z.infer<typeof TotpOffered>;
/** `POST /api/account/totp/confirm` */
export const ConfirmTotp = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[0-9]{6}$/),
});
export type ConfirmTotp = z.infer<typeof ConfirmTotp>;
/** Shown once: each opens the account once when the device is lost. */
export const RecoveryCodes = z.strictObject({ codes: z.array(z.string().max(20)).max(20) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** `POST /api/account/passkeys` */
export const RegisterPasskey = z.strictObject({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1).max(100),
  response: PasskeyMessage,
});
export type RegisterPasskey = z.infer<typeof RegisterPasskey>;
