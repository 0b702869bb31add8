import {
  type ChangeOrganisation,
  type ChangeRoom,
  type ChangeSite,
  type CreateOrganisation,
  type CreateRoom,
  type CreateSite,
  type DirectoryTree,
  type EndOrganisation,
  ImportPreview,
  ImportResult,
  type LocalDate,
  NodeList,
  OrganisationChanged,
  OrganisationDetail,
  type OrganisationId,
  OrganisationPage,
  Reform,
  ReformList,
  ReformPreview,
  type RoomId,
  type ScheduleReform,
  ServedPage,
  type SheetKind,
  SiteChanged,
  SiteDetail,
  type SiteId,
  SitePage,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

const withSignal = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
/** A sheet of a whole province takes its time. */
const SHEET_LIMIT_MS = 120_000;

const queryOf = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(name, `${value}`);
  return query.toString();
};

export const fetchOrganisations = (
  asked: {
    asOf: LocalDate | undefined;
    tree?: DirectoryTree;
    parent?: OrganisationId;
    search?: string | undefined;
    cursor?: string;
    limit?: number;
  },
  signal?: AbortSignal,
) =>
  callApi(`/directory/organisations?${queryOf(asked)}`, { reply: OrganisationPage, ...withSignal(signal) });

export const fetchOrganisation = (id: OrganisationId, asOf: LocalDate | undefined, signal?: AbortSignal) =>
  callApi(`/directory/organisations/${id}?${queryOf({ asOf })}`, {
    reply: OrganisationDetail,
    ...withSignal(signal),
  });

export const fetchSites = (
  asked: Readonly<Record<string, string | number | undefined>>,
  signal?: AbortSignal,
) => callApi(`/directory/sites?${queryOf(asked)}`, { reply: SitePage, ...withSignal(signal) });

export const fetchSite = (id: SiteId, signal?: AbortSignal) =>
  callApi(`/directory/sites/${id}`, { reply: SiteDetail, ...withSignal(signal) });

export const exportPath = (kind: SheetKind, format: 'csv' | 'xlsx'): string =>
  `/api/directory/exports/${kind}?format=${format}`;

export const previewImport = (kind: SheetKind, file: File) =>
  callApi(`/directory/imports?${queryOf({ kind, fileName: file.name.slice(0, 200) })}`, {
    method: 'POST',
    file,
    reply: ImportPreview,
    limitMs: SHEET_LIMIT_MS,
  });
export const confirmImport = (batchId: string) =>
  callApi(`/directory/imports/${batchId}/confirm`, {
    method: 'POST',
    reply: ImportResult,
    limitMs: SHEET_LIMIT_MS,
  });

export const fetchReforms = (signal?: AbortSignal) =>
  callApi('/directory/reforms', { reply: ReformList, ...withSignal(signal) });
export const previewReform = (file: File) =>
  callApi(`/directory/reforms/preview?${queryOf({ fileName: file.name.slice(0, 200) })}`, {
    method: 'POST',
    file,
    reply: ReformPreview,
    limitMs: SHEET_LIMIT_MS,
  });
export const scheduleReform = (body: ScheduleReform) =>
  callApi('/directory/reforms', { method: 'POST', body, reply: Reform, limitMs: SHEET_LIMIT_MS });
export const withdrawReform = (reformId: string) =>
  callApi(`/directory/reforms/${reformId}/withdraw`, { method: 'POST', reply: Reform });

export const createOrganisation = (body: CreateOrganisation) =>
  callApi('/directory/organisations', { method: 'POST', body, reply: OrganisationChanged });
export const changeOrganisation = (id: OrganisationId, body: ChangeOrganisation) =>
  callApi(`/directory/organisations/${id}/change`, { method: 'POST', body, reply: OrganisationChanged });
export const endOrganisation = (id: OrganisationId, body: EndOrganisation) =>
  callApi(`/directory/organisations/${id}/end`, { method: 'POST', body, reply: OrganisationChanged });

export const createSite = (body: CreateSite) =>
  callApi('/directory/sites', { method: 'POST', body, reply: SiteChanged });
export const changeSite = (id: SiteId, body: ChangeSite) =>
  callApi(`/directory/sites/${id}/change`, { method: 'POST', body, reply: SiteChanged });
export const createRoom = (body: CreateRoom) =>
  callApi('/directory/rooms', { method: 'POST', body, reply: SiteChanged });
export const changeRoom = (id: RoomId, body: ChangeRoom) =>
  callApi(`/directory/rooms/${id}/change`, { method: 'POST', body, reply: SiteChanged });

export const fetchNodes = (signal?: AbortSignal) =>
  callApi('/nodes', { reply: NodeList, ...withSignal(signal) });
export const fetchServed = (
  asked: Readonly<Record<string, string | number | undefined>>,
  signal?: AbortSignal,
) => callApi(`/directory/served?${queryOf(asked)}`, { reply: ServedPage, ...withSignal(signal) });
