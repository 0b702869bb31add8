import { Deputations, DeputyCandidates, type GiveDeputation } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export const fetchDeputations = (signal?: AbortSignal) =>
  callApi('/deputations', { reply: Deputations, ...(signal ? { signal } : {}) });

export const fetchCandidates = (search: string, signal?: AbortSignal) =>
  callApi(`/deputations/candidates?${new URLSearchParams(search === '' ? {} : { search })}`, {
    reply: DeputyCandidates,
    ...(signal ? { signal } : {}),
  });

export const giveDeputation = (body: GiveDeputation) =>
  callApi('/deputations', { method: 'POST', body, reply: Deputations });

export const endDeputation = (deputationId: string) =>
  callApi(`/deputations/${encodeURIComponent(deputationId)}/end`, {
    method: 'POST',
    body: {},
    reply: Deputations,
  });
