import type { Clock } from '@nhipcau/base';
import {
  ActOnRegistration,
  ChangeRegistration,
  CheckRegistration,
  CreateRegistration,
  instant,
  ListReceptions,
  ListRegistrations,
  MeetingId,
  ReceptionList,
  RegistrationChecked,
  RegistrationDetail,
  RegistrationPage,
  RegistrationRulesReply,
  RegistrationTemplate,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { RegistrationService } from './registration.service.ts';
import { formRules } from './registration-form.ts';
import type { RegistrationLists } from './registration-lists.ts';
import type { RegistrationViews } from './registration-views.ts';

interface Parts {
  readonly service: RegistrationService;
  readonly views: RegistrationViews;
  readonly lists: RegistrationLists;
  readonly database: Database;
  readonly clock: Clock;
}

const OneMeeting = z.strictObject({ meetingId: MeetingId });

export const registrationRoutes = (parts: Parts): Route[] => [
  ...readingRoutes(parts),
  ...writingRoutes(parts),
];

const readingRoutes = ({ views, lists, database, clock }: Parts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/registrations/rules',
    summary: 'What the registration form of the home locality asks for',
    allow: { action: 'registration.read' },
    reply: RegistrationRulesReply,
    handle: ({ caller }) => formRules(database, personOf(caller), instant(clock.now())),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/registrations/receptions',
    summary: 'What the desk noted: calls, documents, mails',
    allow: { action: 'registration.acceptLate' },
    query: ListReceptions,
    reply: ReceptionList,
    handle: ({ query, caller }) => lists.receptions(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/registrations/template',
    summary: 'Data of an earlier meeting to start a new registration from',
    allow: { action: 'registration.write' },
    query: z.strictObject({ from: MeetingId }),
    reply: RegistrationTemplate,
    handle: async ({ query, caller }) => ({ data: await views.template(query.from, personOf(caller)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/check',
    summary: 'Everything the regulation has to say of a registration; changes nothing',
    allow: { action: 'registration.read' },
    body: CheckRegistration,
    reply: RegistrationChecked,
    handle: ({ body, caller }) => views.check(body, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/registrations',
    summary: 'Files of meetings: mine, waiting for my decision, or all I may see',
    allow: { action: 'notice.read' },
    query: ListRegistrations,
    reply: RegistrationPage,
    handle: ({ query, caller }) => lists.page(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId',
    summary: "A meeting's file with its history",
    allow: { action: 'notice.read' },
    params: OneMeeting,
    reply: RegistrationDetail,
    handle: ({ params, caller }) => views.detail(params.meetingId, personOf(caller)),
  }),
];

const writingRoutes = ({ service, views, database, clock }: Parts): Route[] => {
  /** A refusal is recorded; what was done records itself. */
  const recorded = <T>(
    { caller, correlationId }: { caller: Caller; correlationId: string },
    line: { action: string; meetingId?: string },
    act: () => Promise<T>,
  ) => auditRefusals({ database, clock }, { actor: actorOf(caller), correlationId, ...line }, act);
  return [
    defineRoute({
      method: 'POST',
      path: '/api/registrations',
      summary: 'Open a file as a draft',
      allow: { action: 'registration.write' },
      body: CreateRegistration,
      reply: RegistrationDetail,
      handle: ({ body, ...call }) =>
        recorded(call, { action: 'registration.create' }, async () => {
          const person = personOf(call.caller);
          return views.detail(await service.create(body.data, { person, ...call }), person);
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/registrations/:meetingId/data',
      summary: 'Change what a file states; everybody who knows of the meeting is told',
      allow: { action: 'registration.write' },
      params: OneMeeting,
      body: ChangeRegistration,
      reply: RegistrationDetail,
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(call, { action: 'registration.change', meetingId }, async () => {
          const person = personOf(call.caller);
          await service.change(meetingId, body, { person, ...call });
          return views.detail(meetingId, person);
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/registrations/:meetingId/acts',
      summary: 'Take one step with a file: submit, confirm, refuse, cancel …',
      allow: { action: 'registration.read' },
      params: OneMeeting,
      body: ActOnRegistration,
      reply: RegistrationDetail,
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(call, { action: `registration.${body.act}`, meetingId }, async () => {
          const person = personOf(call.caller);
          await service.act(meetingId, body, { person, ...call });
          return views.detail(meetingId, person);
        }),
    }),
  ];
};
