import {
  type ActOnException,
  AdmissionFile,
  AdmissionList,
  type AppointOperator,
  type ChangeOperator,
  Compliance,
  ConnectionStatus,
  ContactList,
  ContactPointList,
  type DecideAdmission,
  DeficitList,
  DirectoryRules,
  type DraftException,
  DutySheet,
  type FileDocument,
  type FillDutyPost,
  type GiveEvidence,
  type JudgeRoom,
  MeetingContacts,
  Operator,
  OperatorList,
  OrganisationList,
  PowerContactList,
  QuotaExceptionList,
  ReplacementList,
  RoomSheet,
  Roster,
  RosterUnits,
  UnitDocumentList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

type Signal = { readonly signal?: AbortSignal };
const post = <S extends z.ZodType>(path: string, body: unknown, reply: S) =>
  callApi(path, { method: 'POST', body, reply });
const id = encodeURIComponent;

export const fetchRules = ({ signal }: Signal) =>
  callApi('/staff/rules', {
    reply: z.strictObject({ rules: DirectoryRules }),
    ...(signal ? { signal } : {}),
  });
export const fetchOrganisations = () => callApi('/organisations', { reply: OrganisationList });

export const fetchOperators = ({ search, ended }: { search: string; ended: boolean }) =>
  callApi(`/staff/operators?${new URLSearchParams({ search, ended: String(ended) })}`, {
    reply: OperatorList,
  });
export const fetchDeficits = () => callApi('/staff/deficits', { reply: DeficitList });
export const fetchReplacements = () => callApi('/staff/replacements', { reply: ReplacementList });
export const appoint = (body: AppointOperator) => post('/staff/operators', body, Operator);
export const changeOperator = (personId: string, body: ChangeOperator) =>
  post(`/staff/operators/${id(personId)}`, body, Operator);
export const endOperator = (personId: string, body: { endedOn: string; reason: string | null }) =>
  post(`/staff/operators/${id(personId)}/end`, body, Operator);
export const settleReplacement = (
  leavingId: string,
  body: { successorId: string; notifiedOn: string | null; notice: string | null },
) => post(`/staff/replacements/${id(leavingId)}`, body, ReplacementList);

export const fetchRosterUnits = (from: number, to: number) =>
  callApi(`/staff/roster-units?from=${from}&to=${to}`, { reply: RosterUnits });
export const fetchRoster = (organisationId: string, from: number, to: number) =>
  callApi(`/staff/roster?organisationId=${id(organisationId)}&from=${from}&to=${to}`, { reply: Roster });
export const addShift = (body: { personId: string; startsAt: number; endsAt: number }) =>
  post('/staff/roster', body, z.strictObject({ shiftId: z.string() }));
export const removeShift = (shiftId: string) =>
  callApi(`/staff/roster/${id(shiftId)}`, { method: 'DELETE', reply: z.strictObject({}) });

export const fetchAdmissions = () => callApi('/admissions', { reply: AdmissionList });
export const fetchAdmission = (siteId: string) =>
  callApi(`/admissions/${id(siteId)}`, { reply: AdmissionFile });
export const openAdmission = (siteId: string) => post(`/admissions/${id(siteId)}`, {}, AdmissionFile);
export const giveEvidence = (siteId: string, body: z.input<typeof GiveEvidence>) =>
  post(`/admissions/${id(siteId)}/evidence`, body, AdmissionFile);
export const decideAdmission = (siteId: string, body: DecideAdmission) =>
  post(`/admissions/${id(siteId)}/decision`, body, AdmissionFile);
export const judgeRoom = (siteId: string, body: z.input<typeof JudgeRoom>) =>
  post(`/sites/${id(siteId)}/room-conditions`, body, RoomSheet);
export const fetchExceptions = () => callApi('/quota-exceptions', { reply: QuotaExceptionList });
export const draftException = (body: DraftException) => post('/quota-exceptions', body, QuotaExceptionList);
export const actOnException = (exceptionId: string, body: ActOnException) =>
  post(`/quota-exceptions/${id(exceptionId)}`, body, QuotaExceptionList);

export const fetchCompliance = () => callApi('/compliance', { reply: Compliance });
export const fetchDocuments = (organisationId: string, kind: string) =>
  callApi(`/unit-documents/${id(organisationId)}/${id(kind)}`, { reply: UnitDocumentList });
export const fileDocument = (body: z.input<typeof FileDocument>) =>
  post('/unit-documents', body, z.strictObject({ documentId: z.string(), version: z.int() }));
export const postDocument = (documentId: string, body: { postedOn: string; place: string }) =>
  post(`/unit-documents/${id(documentId)}/posting`, body, z.strictObject({}));

export const fetchContacts = (version: number | null) =>
  callApi(`/contact-list${version === null ? '' : `?version=${version}`}`, { reply: ContactList });
export const publishContacts = (note: string | null) => post('/contact-list', { note }, ContactList);
export const fetchPoints = () => callApi('/contact-points', { reply: ContactPointList });
export const changePoint = (
  key: string,
  body: { telephone: string | null; email: string | null; other: string | null },
) => post(`/contact-points/${id(key)}`, body, ContactPointList);
export const fetchPower = () => callApi('/power-contacts', { reply: PowerContactList });
export const addPower = (body: {
  areaId: string;
  unit: string;
  telephone: string;
  validFrom: number;
  validTo: number;
}) => post('/power-contacts', body, PowerContactList);

export const fetchConnections = () => callApi('/connection-status', { reply: ConnectionStatus });
export const reportConnection = (siteId: string, body: object) =>
  post(`/connection-reports/${id(siteId)}`, body, ConnectionStatus);

export const fetchDuty = (meetingId: string) =>
  callApi(`/registrations/${id(meetingId)}/duty`, { reply: DutySheet });
export const fillPost = (postId: string, body: FillDutyPost) =>
  post(`/duty-posts/${id(postId)}`, body, DutySheet);
export const overrideDuty = (meetingId: string, reason: string) =>
  post(`/registrations/${id(meetingId)}/duty/override`, { reason }, DutySheet);
export const fetchMeetingContacts = (meetingId: string) =>
  callApi(`/registrations/${id(meetingId)}/contacts`, { reply: MeetingContacts });
export const handOver = (meetingId: string, recipient: string) =>
  post(`/registrations/${id(meetingId)}/contacts`, { recipient }, MeetingContacts);
