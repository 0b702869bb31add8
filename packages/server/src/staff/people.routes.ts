import {
  AddShift,
  AppointOperator,
  ChangeOperator,
  DeficitList,
  EndOperator,
  Instant,
  ListOperators,
  Operator,
  OperatorList,
  ReadRoster,
  ReplacementList,
  Roster,
  RosterUnits,
  SettleReplacement,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import type { OperatorsService } from './operators.service.ts';
import type { ReplacementsService } from './replacements.service.ts';
import type { RosterService } from './roster.service.ts';
import { type Audited, workerOf } from './worker.ts';

const OnePerson = z.strictObject({ personId: z.string().max(64) });
const Period = z
  .strictObject({ from: z.coerce.number().pipe(Instant), to: z.coerce.number().pipe(Instant) })
  .refine(({ from, to }) => from < to && to - from <= 62 * 86_400_000, {
    path: ['to'],
    message: 'bad period',
  });

export interface PeopleParts {
  readonly operators: OperatorsService;
  readonly replacements: ReplacementsService;
  readonly roster: RosterService;
  readonly audited: Audited;
}

export const peopleRoutes = (parts: PeopleParts): Route[] => [
  ...operatorRoutes(parts),
  ...replacementRoutes(parts),
  ...rosterRoutes(parts),
];

const operatorRoutes = ({ operators, audited }: PeopleParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/staff/operators',
    summary: 'Operators of the units this person may read',
    allow: { action: 'staff.read' },
    query: ListOperators,
    reply: OperatorList,
    handle: ({ query, ...call }) => operators.list(query, workerOf(call)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/staff/deficits',
    summary: 'Units below the staffing minimum of the regulation',
    allow: { action: 'staff.read' },
    reply: DeficitList,
    handle: (call) => operators.deficits(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/operators',
    summary: 'Appoint an operator',
    allow: { action: 'staff.write' },
    body: AppointOperator,
    reply: Operator,
    handle: ({ body, ...call }) =>
      audited('staff.appoint', body.organisationId, call, (worker) => operators.appoint(body, worker)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/operators/:personId',
    summary: 'Correct what is known of an operator',
    allow: { action: 'staff.write' },
    params: OnePerson,
    body: ChangeOperator,
    reply: Operator,
    handle: ({ body, params, ...call }) =>
      audited('staff.change', params.personId, call, (worker) =>
        operators.change(params.personId, body, worker),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/operators/:personId/end',
    summary: 'End the service of an operator',
    allow: { action: 'staff.write' },
    params: OnePerson,
    body: EndOperator,
    reply: Operator,
    handle: ({ body, params, ...call }) =>
      audited('staff.end', params.personId, call, (worker) => operators.end(params.personId, body, worker)),
  }),
];

const replacementRoutes = ({ replacements, audited }: PeopleParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/staff/replacements',
    summary: 'Who left, who took over, who must be trained',
    allow: { action: 'staff.read' },
    reply: ReplacementList,
    handle: (call) => replacements.list(workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/replacements/:personId',
    summary: 'Name who took over and when the managing office was told',
    allow: { action: 'staff.write' },
    params: OnePerson,
    body: SettleReplacement,
    reply: ReplacementList,
    handle: ({ body, params, ...call }) =>
      audited('staff.replace', params.personId, call, (worker) =>
        replacements.settle(params.personId, body, worker),
      ),
  }),
];

const rosterRoutes = ({ roster, audited }: PeopleParts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/staff/roster',
    summary: 'Roster of a unit in a period, with its gaps and who is on duty now',
    allow: { action: 'staff.read' },
    query: ReadRoster,
    reply: Roster,
    handle: ({ query, ...call }) => roster.read(query, workerOf(call)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/staff/roster-units',
    summary: 'Units obliged to be reachable around the clock, those with gaps first',
    allow: { action: 'staff.read' },
    query: Period,
    reply: RosterUnits,
    handle: ({ query, ...call }) => roster.units(query, workerOf(call)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/staff/roster',
    summary: 'Put somebody on duty',
    allow: { action: 'roster.write' },
    body: AddShift,
    reply: z.strictObject({ shiftId: z.string() }),
    handle: ({ body, ...call }) =>
      audited('roster.add', body.personId, call, (worker) => roster.add(body, worker)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/staff/roster/:shiftId',
    summary: 'Take a shift out of the roster',
    allow: { action: 'roster.write' },
    params: z.strictObject({ shiftId: z.string().max(64) }),
    reply: z.strictObject({}),
    handle: ({ params, ...call }) =>
      audited('roster.remove', params.shiftId, call, async (worker) => {
        await roster.remove(params.shiftId, worker);
        return {};
      }),
  }),
];
