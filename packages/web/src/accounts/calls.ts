import {
  AccountDetail,
  AccountPage,
  type AccountQuery,
  type ConfirmReview,
  ControlRegister,
  type CreateAccount,
  type DecideDelegation,
  type DecideDevice,
  type EditAccount,
  type Grant,
  InitialPassword,
  type IssueToken,
  OrganisationList,
  PersonalDeviceList,
  type RegisterDevice,
  type RequestDelegation,
  ReviewConfirmed,
  RightsReview,
  SiteList,
  type UserId,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const withSignal = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
const act = (path: string, body: unknown) => callApi(path, { method: 'POST', body, reply: null });
const of = (userId: UserId) => `/accounts/${encodeURIComponent(userId)}`;

export function fetchAccounts(query: Partial<AccountQuery>, signal?: AbortSignal) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) words.set(name, `${value}`);
  return callApi(`/accounts?${words}`, { reply: AccountPage, ...withSignal(signal) });
}
export const fetchAccount = (userId: UserId, signal?: AbortSignal) =>
  callApi(of(userId), { reply: AccountDetail, ...withSignal(signal) });
export const createAccount = (body: CreateAccount) =>
  callApi('/accounts', { method: 'POST', body, reply: InitialPassword });
export const editAccount = (userId: UserId, body: EditAccount) => act(of(userId), body);
export const setGrants = (userId: UserId, grants: readonly Grant[]) =>
  act(`${of(userId)}/grants`, { grants });
export const disableAccount = (userId: UserId, reason: string) => act(`${of(userId)}/disable`, { reason });
export const enableAccount = (userId: UserId) => act(`${of(userId)}/enable`, {});
export const unlockAccount = (userId: UserId, reason: string) => act(`${of(userId)}/unlock`, { reason });
export const resetFactors = (userId: UserId) => act(`${of(userId)}/factors/reset`, {});
export const endSessions = (userId: UserId, sessionId?: string) =>
  act(`${of(userId)}/sessions/end`, sessionId === undefined ? {} : { sessionId });
export const resetPassword = (userId: UserId) =>
  callApi(`${of(userId)}/password/reset`, { method: 'POST', body: {}, reply: InitialPassword });

export const fetchReview = (signal?: AbortSignal) =>
  callApi('/rights-review', { reply: RightsReview, ...withSignal(signal) });
export const confirmReview = (body: ConfirmReview) =>
  callApi('/rights-review', { method: 'POST', body, reply: ReviewConfirmed });

export const fetchOrganisations = (signal?: AbortSignal) =>
  callApi('/organisations', { reply: OrganisationList, ...withSignal(signal) });
export const fetchSites = (signal?: AbortSignal) =>
  callApi('/sites', { reply: SiteList, ...withSignal(signal) });

export const fetchControl = (signal?: AbortSignal) =>
  callApi('/control', { reply: ControlRegister, ...withSignal(signal) });
export const issueToken = (body: IssueToken) => act('/control/tokens', body);
export const returnToken = (id: string) => act(`/control/tokens/${encodeURIComponent(id)}/return`, {});
export const revokeToken = (id: string, reason: string) =>
  act(`/control/tokens/${encodeURIComponent(id)}/revoke`, { reason });
export const requestDelegation = (body: RequestDelegation) => act('/control/delegations', body);
export const decideDelegation = (id: string, body: DecideDelegation) =>
  act(`/control/delegations/${encodeURIComponent(id)}/decision`, body);
export const revokeDelegation = (id: string, reason: string) =>
  act(`/control/delegations/${encodeURIComponent(id)}/revoke`, { reason });

export const fetchDevices = (signal?: AbortSignal) =>
  callApi('/personal-devices', { reply: PersonalDeviceList, ...withSignal(signal) });
export const registerDevice = (body: RegisterDevice) => act('/personal-devices', body);
export const decideDevice = (id: string, body: DecideDevice) =>
  act(`/personal-devices/${encodeURIComponent(id)}/decision`, body);
