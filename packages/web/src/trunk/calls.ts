import {
  type AcceptInvitation,
  InvitationRead,
  IssuedInvitation,
  type IssueInvitation,
  type JoinUpper,
  type MeetingId,
  MeetingTrunks,
  type OwnInstallation,
  type PeerId,
  type SiteId,
  type TrunkId,
  TrunkPeers,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';

type Signal = { readonly signal?: AbortSignal };
const act = (path: string, body: unknown = {}) => callApi(path, { method: 'POST', body, reply: null });
const named = (id: string) => encodeURIComponent(id);

export const fetchPeers = ({ signal }: Signal) =>
  callApi('/trunk-peers', { reply: TrunkPeers, ...(signal ? { signal } : {}) });
export const nameInstallation = (body: OwnInstallation) => act('/trunk-peers/own', body);
export const issueInvitation = (body: IssueInvitation) =>
  callApi('/trunk-peers/invitation', { method: 'POST', body, reply: IssuedInvitation });
export const readInvitation = (text: string) =>
  callApi('/trunk-peers/read', { method: 'POST', body: { text }, reply: InvitationRead });
export const acceptInvitation = (body: AcceptInvitation) => act('/trunk-peers', body);
export const revokePeer = (peerId: PeerId) => act(`/trunk-peers/${named(peerId)}/revoke`);
export const renewKey = () => act('/trunk-peers/key');

const ofMeeting = (meetingId: MeetingId) => `/meetings/${named(meetingId)}/trunks`;
const ofTrunk = (meetingId: MeetingId, trunkId: TrunkId) => `${ofMeeting(meetingId)}/${named(trunkId)}`;
export const fetchTrunks = (meetingId: MeetingId, { signal }: Signal) =>
  callApi(ofMeeting(meetingId), { reply: MeetingTrunks, ...(signal ? { signal } : {}) });
export const inviteLower = (meetingId: MeetingId, peerId: PeerId) => act(ofMeeting(meetingId), { peerId });
export const joinUpper = (meetingId: MeetingId, trunkId: TrunkId, body: JoinUpper) =>
  act(`${ofTrunk(meetingId, trunkId)}/join`, body);
export const setTrunkPicture = (meetingId: MeetingId, trunkId: TrunkId, siteId: SiteId | null) =>
  act(`${ofTrunk(meetingId, trunkId)}/picture`, { siteId });
export const endTrunk = (meetingId: MeetingId, trunkId: TrunkId) => act(`${ofTrunk(meetingId, trunkId)}/end`);
