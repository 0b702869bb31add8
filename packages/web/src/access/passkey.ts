import type { PasskeyMessage } from '@nhipcau/contracts';
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { z } from 'zod';

type Message = z.infer<typeof PasskeyMessage>;
const id = z.string().max(2_000);
const credentials = z
  .array(z.object({ id }))
  .default([])
  .transform((list) => list.map((one) => ({ ...one, type: 'public-key' as const })));

const Asked = z.object({ challenge: id, rpId: id, allowCredentials: credentials });
const Offered = z.object({
  challenge: id,
  rp: z.object({ id, name: id }),
  user: z.object({ id, name: id, displayName: id }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
  excludeCredentials: credentials,
});

/** Whether this browser can use passkeys on this page: it needs https, or this very machine. */
export const hasPasskeys = (): boolean => browserSupportsWebAuthn() && window.isSecureContext;

/** Lets the person's device answer; the person is verified there. @throws {Error} when they cancel */
export async function answerPasskey(options: Message): Promise<Message> {
  const optionsJSON = { ...Asked.parse(options), userVerification: 'required' as const };
  return { ...(await startAuthentication({ optionsJSON })) };
}

/** Makes a passkey on this or another device. @throws {Error} when the person cancels */
export async function makePasskey(options: Message): Promise<Message> {
  const optionsJSON = {
    ...Offered.parse(options),
    attestation: 'none' as const,
    authenticatorSelection: { residentKey: 'preferred' as const, userVerification: 'required' as const },
  };
  return { ...(await startRegistration({ optionsJSON })) };
}
