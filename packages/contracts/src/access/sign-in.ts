import { z } from 'zod';
import { Instant } from '../ids.ts';
import { SessionInfo } from './access.ts';

/** By what a person proved who they are. */
export const Assurance = z.enum(['password', 'totp', 'recovery', 'passkey', 'oidc']);
export type Assurance = z.infer<typeof Assurance>;

export const SecondFactor = z.enum(['totp', 'recovery', 'passkey']);
export type SecondFactor = z.infer<typeof SecondFactor>;

/** What crosses between the browser's authenticator and the server; its inside is checked by the WebAuthn library. */
export const PasskeyMessage = z.record(z.string(), z.unknown());

const stepToken = z.string().min(20).max(100);

/** The password was right, the second factor is still due; the token is good for five minutes. */
export const SecondFactorDue = z.strictObject({
  step: z.literal('secondFactor'),
  token: stepToken,
  methods: z.array(SecondFactor).min(1).max(3),
  /** Options for the authenticator, when a passkey is one of the methods. */
  passkey: PasskeyMessage.nullable(),
});
export type SecondFactorDue = z.infer<typeof SecondFactorDue>;

/** Reply of `POST /api/session`: either signed in, or a second step. */
export const SignInReply = z.union([SessionInfo, SecondFactorDue]);
export type SignInReply = z.infer<typeof SignInReply>;

const code = z
  .string()
  .trim()
  .regex(/^[0-9 ]{6,9}$/)
  .transform((digits) => digits.replaceAll(' ', ''));
/** Ten letters and digits in two groups, as they are printed once. */
const recoveryCode = z.string().trim().toLowerCase().min(8).max(20);

/** What a second factor gives. */
export const Proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code }),
  z.strictObject({ kind: z.literal('recovery'), code: recoveryCode }),
  z.strictObject({ kind: z.literal('passkey'), response: PasskeyMessage }),
]);
export type Proof = z.infer<typeof Proof>;

/** `POST /api/session/second-factor` */
export const ProveSecondFactor = z.strictObject({ token: stepToken, proof: Proof });
export type ProveSecondFactor = z.infer<typeof ProveSecondFactor>;

/** `POST /api/session/passkey/options`: sign-in without a login name. */
export const PasskeyAsked = z.strictObject({ token: stepToken, options: PasskeyMessage });
export type PasskeyAsked = z.infer<typeof PasskeyAsked>;
/** `POST /api/session/passkey`, and everywhere an authenticator answers. */
export const PasskeyAnswer = z.strictObject({ token: stepToken, response: PasskeyMessage });
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;

/** `GET /api/session/ways`: what the sign-in page offers. */
export const SignInWays = z.strictObject({
  passkey: z.boolean(),
  /** Name of the identity provider; null when none is configured. */
  oidc: z.string().max(100).nullable(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/** `POST /api/session/oidc/start`: the page goes to the address and keeps the token. */
export const OidcStarted = z.strictObject({ token: stepToken, url: z.string().max(4_000) });
export type OidcStarted = z.infer<typeof OidcStarted>;
/** `POST /api/session/oidc`: the query with which the provider sent the browser back. */
export const OidcReturned = z.strictObject({ token: stepToken, query: z.string().max(4_000) });
export type OidcReturned = z.infer<typeof OidcReturned>;

/** `POST /api/session/proof`: unlocks a locked session, and makes it fresh for a dangerous act. */
export const ProveAgain = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('totp'), code }),
  z.strictObject({ kind: z.literal('passkey'), token: stepToken, response: PasskeyMessage }),
]);
export type ProveAgain = z.infer<typeof ProveAgain>;
export const ProvedAgain = z.strictObject({ freshUntil: Instant });

/** `GET /api/session/lock`: whether the session is locked, for a page that comes back. */
export const LockState = z.strictObject({
  locked: z.boolean(),
  /** Whose session it is. */
  name: z.string().max(200),
  login: z.string().max(100),
  hasPasskey: z.boolean(),
});
export type LockState = z.infer<typeof LockState>;
