import { DevicesLeftOn } from '@nhipcau/contracts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { NightWatch } from './night-watch.ts';

export const nightRoutes = (night: NightWatch): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/devices-left-on',
    summary: 'Devices of rooms that answered in a night without a meeting',
    allow: { action: 'security.read' },
    reply: DevicesLeftOn,
    handle: ({ caller }) => night.list(personOf(caller)),
  }),
];
