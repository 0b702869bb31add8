import type { Clock } from '@nhipcau/base';
import {
  ControlRegister,
  DecideDelegation,
  DecideDevice,
  IssueToken,
  PersonalDeviceList,
  RegisterDevice,
  RequestDelegation,
  RevokeControl,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Allow, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Administering } from './accounts.service.ts';
import type { ControlService } from './control.service.ts';
import type { PersonalDevicesService } from './personal-devices.service.ts';

const Nothing = z.strictObject({});
const Id = z.strictObject({ id: z.string().min(1).max(64) });
const manage = { action: 'account.manage', fresh: true } as const;
const decide = { action: 'delegation.decide', fresh: true } as const;
const admit = { action: 'site.admit', fresh: true } as const;

export interface ControlRouteParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly control: ControlService;
  readonly devices: PersonalDevicesService;
}

/** Registers of tokens, of delegated control and of personal devices. */
export function controlRoutes({ control, devices, ...audit }: ControlRouteParts): Route[] {
  /** An act on one thing of a register that answers nothing; a refusal is recorded with the thing. */
  const act = <Body extends z.ZodType>(
    path: `/api/${string}`,
    summary: string,
    { action, allow, body }: { action: string; allow: Allow; body: Body },
    carryOut: (id: string, body: z.output<Body>, acting: Administering) => Promise<void>,
  ): Route =>
    defineRoute({
      method: 'POST',
      path,
      summary,
      allow,
      params: path.includes(':id') ? Id : z.strictObject({ id: z.string().optional() }),
      body,
      reply: Nothing,
      handle: ({ params, body: sent, caller, correlationId }) =>
        auditRefusals(
          audit,
          { actor: actorOf(caller), action, subject: params.id ?? null, correlationId },
          async () => {
            await carryOut(params.id ?? '', z.parse(body, sent), { person: personOf(caller), correlationId });
            return {};
          },
        ),
    });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/control',
      summary: 'Tokens and delegations of control, with the article that provides for them',
      allow: { action: 'delegation.decide' },
      reply: ControlRegister,
      handle: () => control.register(),
    }),
    act(
      '/api/control/tokens',
      'A token or VPN account is given to a person at a site',
      { action: 'control.token.issue', allow: manage, body: IssueToken },
      (_id, body, acting) => control.issue(body, acting),
    ),
    act(
      '/api/control/tokens/:id/return',
      'A token comes back; control that rests on it ends',
      { action: 'control.token.return', allow: manage, body: Nothing },
      (id, _body, acting) => control.endToken(id, null, acting),
    ),
    act(
      '/api/control/tokens/:id/revoke',
      'A token is revoked at once, and control that rests on it',
      { action: 'control.token.revoke', allow: manage, body: RevokeControl },
      (id, { reason }, acting) => control.endToken(id, reason, acting),
    ),
    act(
      '/api/control/delegations',
      'Control is asked for, with the evidence of each condition',
      { action: 'control.delegation.request', allow: manage, body: RequestDelegation },
      (_id, body, acting) => control.request(body, acting),
    ),
    act(
      '/api/control/delegations/:id/decision',
      'Control is given or refused',
      { action: 'control.delegation.decide', allow: decide, body: DecideDelegation },
      (id, body, acting) => control.decide(id, body, acting),
    ),
    act(
      '/api/control/delegations/:id/revoke',
      'Control is taken back at once',
      { action: 'control.delegation.revoke', allow: decide, body: RevokeControl },
      (id, { reason }, acting) => control.revoke(id, reason, acting),
    ),
    defineRoute({
      method: 'GET',
      path: '/api/personal-devices',
      summary: 'Devices of people’s own, with their conditions and approval',
      allow: { action: 'site.admit' },
      reply: PersonalDeviceList,
      handle: () => devices.list(),
    }),
    act(
      '/api/personal-devices',
      'A device of somebody’s own is registered',
      { action: 'device.register', allow: { action: 'site.admit' }, body: RegisterDevice },
      (_id, body, acting) => devices.register(body, acting),
    ),
    act(
      '/api/personal-devices/:id/decision',
      'A personal device is approved, refused, or its approval revoked',
      { action: 'device.decide', allow: admit, body: DecideDevice },
      (id, body, acting) => devices.decide(id, body, acting),
    ),
  ];
}
