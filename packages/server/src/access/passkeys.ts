import type { PasskeyMessage } from '@nhipcau/contracts';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';

const RP_NAME = 'Nhịp Cầu';
const text = z.string().min(1).max(20_000);
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

/** What the library needs of a message, nothing else of it. */
const Registration = z
  .object({
    id: text,
    rawId: text,
    response: z.object({
      clientDataJSON: text,
      attestationObject: text,
      transports: z.array(transport).max(10).default([]),
    }),
  })
  .transform((message) => ({ ...message, type: 'public-key' as const, clientExtensionResults: {} }));
const Authentication = z
  .object({
    id: text,
    rawId: text,
    response: z.object({ clientDataJSON: text, authenticatorData: text, signature: text }),
  })
  .transform((message) => ({ ...message, type: 'public-key' as const, clientExtensionResults: {} }));

type Message = z.infer<typeof PasskeyMessage>;
const messageOf = (options: object): Message => ({ ...options });
const rpIdOf = (origin: string): string => new URL(origin).hostname;

interface StoredPasskey {
  readonly credential_id: string;
  readonly user_id: string;
  readonly public_key: Buffer;
  readonly counter: string | number;
  readonly transports: string[];
}

/** Passkeys (WebAuthn), with the person verified on the device: a factor of possession and one of knowledge or body. */
export async function askForPasskey(
  origin: string,
  credentialIds: readonly string[],
): Promise<{ options: Message; challenge: string }> {
  const options = await generateAuthenticationOptions({
    rpID: rpIdOf(origin),
    userVerification: 'required',
    allowCredentials: credentialIds.map((id) => ({ id })),
  });
  return { options: messageOf(options), challenge: options.challenge };
}

/** The credential an answer speaks of. */
export function credentialIdOf(response: Message): string {
  const parsed = Authentication.safeParse(response);
  if (!parsed.success) throw new AppError('PASSKEY_REFUSED');
  return parsed.data.id;
}

/**
 * Checks what an authenticator answered; the counter of the credential goes forward with it.
 *
 * @throws {AppError} PASSKEY_REFUSED
 */
export async function acceptPasskey(
  executor: Executor,
  response: Message,
  passkey: StoredPasskey,
  { origin, challenge, now }: { origin: string; challenge: string; now: number },
): Promise<void> {
  const answer = Authentication.safeParse(response);
  if (!answer.success) throw new AppError('PASSKEY_REFUSED');
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer.data,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpIdOf(origin),
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: Number(passkey.counter),
    },
  }).catch((cause: unknown) => {
    throw new AppError('PASSKEY_REFUSED', {}, { cause });
  });
  if (!verified) throw new AppError('PASSKEY_REFUSED');
  await executor
    .updateTable('user_passkey')
    .set({ counter: authenticationInfo.newCounter, last_used_at: new Date(now) })
    .where('credential_id', '=', passkey.credential_id)
    .execute();
}

/** Options for making a passkey; those the person has already are left out. */
export async function offerPasskey(
  origin: string,
  person: { userId: string; login: string; name: string },
  existing: readonly string[],
): Promise<{ options: Message; challenge: string }> {
  const options = await generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: rpIdOf(origin),
    userName: person.login,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.userId),
    attestationType: 'none',
    excludeCredentials: existing.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  return { options: messageOf(options), challenge: options.challenge };
}

/** @throws {AppError} PASSKEY_REFUSED */
export async function newPasskey(
  response: Message,
  { origin, challenge }: { origin: string; challenge: string },
): Promise<{ credentialId: string; publicKey: Buffer; counter: number; transports: string[] }> {
  const answer = Registration.safeParse(response);
  if (!answer.success) throw new AppError('PASSKEY_REFUSED');
  const result = await verifyRegistrationResponse({
    response: answer.data,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpIdOf(origin),
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw new AppError('PASSKEY_REFUSED', {}, { cause });
  });
  if (!result.verified) throw new AppError('PASSKEY_REFUSED');
  const { id, publicKey, counter } = result.registrationInfo.credential;
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey),
    counter,
    transports: answer.data.response.transports,
  };
}
