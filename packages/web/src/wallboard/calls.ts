import { type IssueWallboard, type WallboardId, WallboardIssued, WallboardList } from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

export const fetchWallboards = ({ signal }: { readonly signal?: AbortSignal }) =>
  callApi('/wallboards', { reply: WallboardList, ...(signal ? { signal } : {}) });
export const issueWallboard = (body: IssueWallboard) =>
  callApi('/wallboards', { method: 'POST', body, reply: WallboardIssued });
export const withdrawWallboard = (wallboardId: WallboardId) =>
  callApi(`/wallboards/${encodeURIComponent(wallboardId)}`, { method: 'DELETE', reply: null });
