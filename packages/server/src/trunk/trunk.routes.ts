import type { Clock } from '@nhipcau/base';
import {
  AcceptInvitation,
  InvitationRead,
  InviteLower,
  IssuedInvitation,
  IssueInvitation,
  JoinUpper,
  MeetingId,
  MeetingTrunks,
  OfTrunk,
  OwnInstallation,
  PeerId,
  ReadInvitation,
  SetTrunkPicture,
  TrunkPeers,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Acting, PeersService } from './peers.service.ts';
import type { TrunksService } from './trunks.service.ts';

const Nothing = z.strictObject({});
const OfPeer = z.strictObject({ peerId: PeerId });
const OfMeeting = z.strictObject({ meetingId: MeetingId });
/** To join with another installation, or not any more, is as grave as giving rights. */
const configure = { action: 'trunk.configure', fresh: true, everywhere: true } as const;
const conduct = { action: 'trunk.conduct' } as const;

interface Call {
  readonly caller: Caller;
  readonly correlationId: string;
}

const acting = ({ caller, correlationId }: Call): Acting => ({ person: personOf(caller), correlationId });

export function trunkRoutes(
  { peers, trunks }: { readonly peers: PeersService; readonly trunks: TrunksService },
  audit: { database: Database; clock: Clock },
): Route[] {
  /** An act whose refusal is recorded too. */
  const act = (call: Call, action: string, subject: string | null, does: () => Promise<unknown>) =>
    auditRefusals(
      audit,
      { actor: actorOf(call.caller), action, subject, correlationId: call.correlationId },
      async () => {
        await does();
        return {};
      },
    );
  return [
    defineRoute({
      method: 'GET',
      path: '/api/trunk-peers',
      summary: 'Who this installation is to others, and which are linked with it',
      allow: { action: 'trunk.read' },
      reply: TrunkPeers,
      handle: () => peers.overview(),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers/own',
      summary: 'Code, name and address under which other installations know this one',
      allow: configure,
      body: OwnInstallation,
      reply: Nothing,
      handle: (call) =>
        act(call, 'installation.name', call.body.code, () => peers.name(call.body, acting(call))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers/invitation',
      summary: 'An invitation to hand to the administrator of another installation; nothing in it is secret',
      allow: configure,
      body: IssueInvitation,
      reply: IssuedInvitation,
      handle: (call) => peers.issue(call.body, acting(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers/read',
      summary: 'What stands in an invitation, before anybody agrees to it',
      allow: { action: 'trunk.configure' },
      body: ReadInvitation,
      reply: InvitationRead,
      handle: ({ body }) => peers.read(body.text),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers',
      summary: 'Agrees to be linked with the installation that issued this invitation',
      allow: configure,
      body: AcceptInvitation,
      reply: Nothing,
      handle: (call) => act(call, 'trunk.peerAccepted', null, () => peers.accept(call.body, acting(call))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers/:peerId/revoke',
      summary: 'Ends the link with an installation and everything that goes on over it',
      allow: configure,
      params: OfPeer,
      body: Nothing,
      reply: Nothing,
      handle: (call) =>
        act(call, 'trunk.peerRevoked', call.params.peerId, () =>
          peers.revoke(call.params.peerId, acting(call)),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/trunk-peers/key',
      summary: 'Makes a new key of this installation; linked ones learn it over the connection they trust',
      allow: configure,
      body: Nothing,
      reply: Nothing,
      handle: (call) => act(call, 'trunk.keyRenewed', null, () => peers.renewKey(acting(call))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/trunks',
      summary: 'Other installations in a meeting, invitations from above, and whom one may invite',
      allow: conduct,
      params: OfMeeting,
      reply: MeetingTrunks,
      handle: (call) => trunks.list(call.params.meetingId, acting(call)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/trunks',
      summary: 'Invites an installation below into a live meeting',
      allow: conduct,
      params: OfMeeting,
      body: InviteLower,
      reply: Nothing,
      handle: (call) =>
        act(call, 'trunk.invite', call.params.meetingId, () =>
          trunks.invite(call.params.meetingId, call.body.peerId, acting(call)),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/trunks/:trunkId/join',
      summary:
        'Agrees that a live meeting takes part in a conference above, as one site or with sites it lends',
      allow: conduct,
      params: OfTrunk,
      body: JoinUpper,
      reply: Nothing,
      handle: (call) =>
        act(call, 'trunk.join', call.params.trunkId, () =>
          trunks.join(call.params.meetingId, call.params.trunkId, call.body, acting(call)),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/trunks/:trunkId/picture',
      summary: 'Chooses the picture that goes up; null: what the meeting has on air',
      allow: conduct,
      params: OfTrunk,
      body: SetTrunkPicture,
      reply: Nothing,
      handle: (call) =>
        act(call, 'trunk.picture', call.params.trunkId, () =>
          trunks.setPicture(call.params.meetingId, call.params.trunkId, call.body.siteId, acting(call)),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/trunks/:trunkId/end',
      summary: 'Declines or withdraws an invitation, or ends taking part; from either side',
      allow: conduct,
      params: OfTrunk,
      body: Nothing,
      reply: Nothing,
      handle: (call) =>
        act(call, 'trunk.end', call.params.trunkId, () =>
          trunks.end(call.params.meetingId, call.params.trunkId, acting(call)),
        ),
    }),
  ];
}
