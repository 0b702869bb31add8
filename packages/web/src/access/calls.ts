import {
  AccountSecurity,
  type ChangePassword,
  type ConfirmTotp,
  LockState,
  type OidcReturned,
  OidcStarted,
  type PasskeyAnswer,
  PasskeyAsked,
  type ProveAgain,
  ProvedAgain,
  type ProveSecondFactor,
  RecoveryCodes,
  type RegisterPasskey,
  SessionInfo,
  SignInWays,
  TotpOffered,
} from '@nhipcau/contracts';
import type { z } from 'zod';
import { callApi } from '../api/http.ts';

const get = <S extends z.ZodType>(path: string, reply: S, signal?: AbortSignal) =>
  callApi(path, { reply, ...(signal ? { signal } : {}) });
const post = <S extends z.ZodType>(path: string, reply: S, body?: unknown) =>
  callApi(path, { method: 'POST', reply, ...(body === undefined ? {} : { body }) });
const act = (path: string, body?: unknown) =>
  callApi(path, { method: 'POST', reply: null, ...(body === undefined ? {} : { body }) });
const remove = (path: string) => callApi(path, { method: 'DELETE', reply: null });

export const fetchWays = (signal?: AbortSignal) => get('/session/ways', SignInWays, signal);
export const proveSecondFactor = (body: ProveSecondFactor) =>
  post('/session/second-factor', SessionInfo, body);
export const askPasskey = () => post('/session/passkey/options', PasskeyAsked);
export const signInByPasskey = (body: PasskeyAnswer) => post('/session/passkey', SessionInfo, body);
export const startOidc = () => post('/session/oidc/start', OidcStarted);
export const signInByOidc = (body: OidcReturned) => post('/session/oidc', SessionInfo, body);

export const fetchLock = () => callApi('/session/lock', { reply: LockState, withoutProof: true });
export const noteActivity = () =>
  callApi('/session/activity', { method: 'POST', reply: null, withoutProof: true });
export const askProof = () =>
  callApi('/session/proof/options', { method: 'POST', reply: PasskeyAsked, withoutProof: true });
export const proveAgain = (body: ProveAgain) =>
  callApi('/session/proof', { method: 'POST', body, reply: ProvedAgain, withoutProof: true });

export const fetchSecurity = (signal?: AbortSignal) => get('/account/security', AccountSecurity, signal);
export const changePassword = (body: ChangePassword) => act('/account/password', body);
export const offerTotp = () => post('/account/totp', TotpOffered);
export const confirmTotp = (body: ConfirmTotp) => post('/account/totp/confirm', RecoveryCodes, body);
export const removeTotp = () => remove('/account/totp');
export const renewRecoveryCodes = () => post('/account/recovery-codes', RecoveryCodes);
export const offerPasskey = () => post('/account/passkeys/options', PasskeyAsked);
export const registerPasskey = (body: RegisterPasskey) => act('/account/passkeys', body);
export const removePasskey = (id: string) => act('/account/passkeys/remove', { id });
export const endOwnSession = (id: string) => remove(`/account/sessions/${encodeURIComponent(id)}`);
export const startLink = () => post('/account/identity/start', OidcStarted);
export const linkIdentity = (body: OidcReturned) => act('/account/identity', body);
export const unlinkIdentity = () => remove('/account/identity');
