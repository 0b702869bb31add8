import type { Clock } from '@nhipcau/base';
import {
  AskUpper,
  ExternalSystems,
  MeetingExternals,
  MeetingId,
  OfAsk,
  OfConsent,
  PAPER_LIMIT_BYTES,
  RefuseAsk,
  RegisterExternal,
  WithdrawConsent,
  WriteConsent,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, defineUploadRoute, type Route } from '../http/route.ts';
import type { AsksService } from './asks.service.ts';
import type { ConsentsService } from './consents.service.ts';
import type { ExternalsService } from './externals.service.ts';
import type { Acting } from './peers.service.ts';

const Nothing = z.strictObject({});
const OfMeeting = z.strictObject({ meetingId: MeetingId });
const OfSystem = z.strictObject({ systemId: z.uuid() });
const configure = { action: 'trunk.configure', fresh: true, everywhere: true } as const;
const conduct = { action: 'trunk.conduct' } as const;
const PER_MINUTE = 60;

interface Call {
  readonly caller: Caller;
  readonly correlationId: string;
}

const acting = ({ caller, correlationId }: Call): Acting => ({ person: personOf(caller), correlationId });

export interface ExternalServices {
  readonly externals: ExternalsService;
  readonly consents: ConsentsService;
  readonly asks: AsksService;
}

/** An act that answers nothing, and whose refusal is recorded too. */
type Act = (
  call: Call,
  action: string,
  subject: string | null,
  does: () => Promise<unknown>,
) => Promise<Record<never, never>>;

export function externalRoutes(
  { externals, consents, asks }: ExternalServices,
  audit: { database: Database; clock: Clock },
): Route[] {
  const act: Act = (call, action, subject, does) =>
    auditRefusals(
      audit,
      { actor: actorOf(call.caller), action, subject, correlationId: call.correlationId },
      async () => {
        await does();
        return {};
      },
    );
  return [...registerRoutes(externals, act), ...consentRoutes(consents, act), ...askRoutes(asks, act)];
}

const registerRoutes = (externals: ExternalsService, act: Act): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/external-systems',
    summary: 'Register of video systems of others that may be joined to a meeting',
    allow: { action: 'trunk.read' },
    reply: ExternalSystems,
    handle: () => externals.list(),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/external-systems',
    summary: 'Registers a system of somebody else: whose it is and how it is joined',
    allow: configure,
    body: RegisterExternal,
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.register', call.body.name, () => externals.register(call.body, acting(call))),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/external-systems/:systemId',
    summary: 'Changes what is known of a registered system',
    allow: configure,
    params: OfSystem,
    body: RegisterExternal,
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.change', call.body.name, () =>
        externals.change(call.params.systemId, call.body, acting(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/external-systems/:systemId/close',
    summary: 'Closes a registered system; what was agreed for meetings stays on record',
    allow: configure,
    params: OfSystem,
    body: Nothing,
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.close', call.params.systemId, () =>
        externals.close(call.params.systemId, acting(call)),
      ),
  }),
];

const consentRoutes = (consents: ConsentsService, act: Act): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/consents',
    summary: 'Writes down the consent of whoever answers for a system, for one meeting',
    allow: conduct,
    params: OfMeeting,
    body: WriteConsent,
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.consent', call.params.meetingId, () =>
        consents.write(call.params.meetingId, call.body, acting(call)),
      ),
  }),
  defineUploadRoute({
    path: '/api/meetings/:meetingId/consents/:consentId/paper',
    summary: 'Hands in the document of a consent',
    allow: conduct,
    perMinute: PER_MINUTE,
    params: OfConsent,
    query: z.strictObject({ fileName: z.string().trim().min(1).max(300) }),
    upload: { contentTypes: ['application/octet-stream'], limitBytes: PAPER_LIMIT_BYTES },
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.consentPaper', call.params.consentId, () =>
        consents.attach(
          call.params.meetingId,
          call.params.consentId,
          { fileName: call.query.fileName, bytes: call.body },
          acting(call),
        ),
      ),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/consents/:consentId/paper',
    summary: 'The document of a consent',
    allow: conduct,
    perMinute: PER_MINUTE,
    params: OfConsent,
    produces: 'application/octet-stream',
    handle: async (call) => {
      const { bytes, digest } = await consents.paper(
        call.params.meetingId,
        call.params.consentId,
        acting(call),
      );
      return {
        bytes,
        contentType: 'application/octet-stream',
        etag: `"${digest.toString('base64url')}"`,
        cacheControl: 'private, no-store',
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/consents/:consentId/withdraw',
    summary: 'Takes a consent back; what goes on by it ends',
    allow: conduct,
    params: OfConsent,
    body: WithdrawConsent,
    reply: Nothing,
    handle: (call) =>
      act(call, 'external.consentWithdrawn', call.params.consentId, () =>
        consents.withdraw(call.params.meetingId, call.params.consentId, call.body.reason, acting(call)),
      ),
  }),
];

const askRoutes = (asks: AsksService, act: Act): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/externals',
    summary: 'Systems of others, the consents for this meeting, and requests to take part above',
    allow: conduct,
    params: OfMeeting,
    reply: MeetingExternals,
    handle: (call) => asks.ofMeeting(call.params.meetingId, acting(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/asks',
    summary: 'Asks an installation above to invite this meeting',
    allow: conduct,
    params: OfMeeting,
    body: AskUpper,
    reply: Nothing,
    handle: (call) =>
      act(call, 'trunk.ask', call.params.meetingId, () =>
        asks.ask(call.params.meetingId, call.body, acting(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/asks/:requestId/withdraw',
    summary: 'Takes back what was asked of an installation above',
    allow: conduct,
    params: OfAsk,
    body: Nothing,
    reply: Nothing,
    handle: (call) =>
      act(call, 'trunk.ask.withdrawn', call.params.requestId, () =>
        asks.takeBack(call.params.meetingId, call.params.requestId, acting(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/asks/:requestId/approve',
    summary: 'Agrees to what an installation below asks: it is invited into this meeting',
    allow: conduct,
    params: OfAsk,
    body: Nothing,
    reply: Nothing,
    handle: (call) =>
      act(call, 'trunk.ask.invited', call.params.requestId, () =>
        asks.approve(call.params.meetingId, call.params.requestId, acting(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/asks/:requestId/refuse',
    summary: 'Refuses what an installation below asks, with a reason it is told',
    allow: conduct,
    params: OfAsk,
    body: RefuseAsk,
    reply: Nothing,
    handle: (call) =>
      act(call, 'trunk.ask.refused', call.params.requestId, () =>
        asks.refuse(call.params.meetingId, call.params.requestId, call.body.reason, acting(call)),
      ),
  }),
];
