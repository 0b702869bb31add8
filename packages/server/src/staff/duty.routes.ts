import {
  DutySheet,
  FillDutyPost,
  HandOverContacts,
  MeetingContacts,
  MeetingId,
  OverrideDuty,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { DutyService } from './duty.service.ts';
import { csv } from './filing.routes.ts';
import type { HandoverService } from './handover.service.ts';
import { type Audited, workerOf } from './worker.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });

export interface DutyParts {
  readonly duty: DutyService;
  readonly handovers: HandoverService;
  readonly audited: Audited;
}

export const dutyRoutes = ({ duty, handovers, audited }: DutyParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/duty',
    summary: 'Duty sheet of a meeting: posts, people, what is empty',
    allow: { action: 'staff.read' },
    params: OneMeeting,
    reply: DutySheet,
    handle: ({ params, ...call }) => duty.sheet(params.meetingId, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/duty-posts/:postId',
    summary: 'Name who fills a duty post',
    allow: { action: 'roster.write' },
    params: z.strictObject({ postId: z.string().max(64) }),
    body: FillDutyPost,
    reply: DutySheet,
    handle: ({ params, body, ...call }) =>
      audited('duty.fill', params.postId, call, (worker) => duty.fill(params.postId, body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/duty/override',
    summary: 'Let a meeting become ready with empty posts',
    allow: { action: 'registration.advance' },
    params: OneMeeting,
    body: OverrideDuty,
    reply: DutySheet,
    handle: ({ params, body, ...call }) =>
      audited('duty.override', params.meetingId, call, (worker) =>
        duty.override(params.meetingId, body.reason, worker),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/contacts',
    summary: 'Contacts at the sites of a meeting, and to whom they were handed',
    allow: { action: 'registration.read' },
    params: OneMeeting,
    reply: MeetingContacts,
    handle: ({ params, ...call }) => handovers.read(params.meetingId, workerOf(call)),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/registrations/:meetingId/contacts.csv',
    summary: 'Contacts at the sites of a meeting as a table',
    allow: { action: 'registration.read' },
    params: OneMeeting,
    produces: 'text/csv',
    handle: async ({ params, ...call }) => {
      const { entries, missing } = await handovers.read(params.meetingId, workerOf(call));
      return csv([
        ['Điểm cầu', 'Đơn vị', 'Họ tên', 'Chức vụ', 'Điện thoại', 'Thư điện tử'],
        ...entries.map((one) => [one.site, one.organisation, one.name, one.title, one.telephone, one.email]),
        ...missing.map((site) => [site, 'CHƯA CÓ ĐẦU MỐI']),
      ]);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/registrations/:meetingId/contacts',
    summary: 'Note that the contacts of a meeting were handed over',
    allow: { action: 'notice.send' },
    params: OneMeeting,
    body: HandOverContacts,
    reply: MeetingContacts,
    handle: ({ params, body, ...call }) =>
      audited('contacts.handOver', params.meetingId, call, (worker) =>
        handovers.handOver(params.meetingId, body.recipient, worker),
      ),
  }),
];
