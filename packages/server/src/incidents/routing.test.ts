import type { FaultSession, IncidentType, Urgency } from '@nhipcau/contracts';
import { routeOf } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';

const profiles = new Map(readProfiles().map((profile) => [profile.locality as string, profile]));
const told = (
  locality: string,
  type: IncidentType,
  more: { urgency?: Urgency; session?: FaultSession; kind?: string } = {},
): string => {
  const profile = profiles.get(locality);
  if (!profile) throw new Error(locality);
  const route = routeOf(profile.office.incidents, {
    type,
    urgency: 'planned',
    session: 'session',
    kind: profile.kinds[0]?.key ?? '',
    ...more,
  });
  return route === null ? '–' : [route.tells.join(' + '), ...route.next.map((role) => `→ ${role}`)].join(' ');
};

/** The table of R-INC-01, row by row. */
test.each([
  ['hoa-binh', 'call', {}, 'systemUnits → office'],
  ['hoa-binh', 'quality', { urgency: 'urgent' }, 'upstream → office'],
  ['hoa-binh', 'device', {}, 'systemUnits → office'],
  ['hoa-binh', 'line', {}, 'telecom → office'],
  ['hoa-binh', 'power', {}, '–'],
  ['vinh-phuc', 'call', {}, 'office + department'],
  ['vinh-phuc', 'quality', { urgency: 'urgent' }, 'office'],
  ['vinh-phuc', 'device', {}, 'systemUnits → office'],
  ['vinh-phuc', 'line', {}, 'telecom → office'],
  ['vinh-phuc', 'power', {}, '–'],
  ['binh-dinh', 'call', {}, 'chairTechnician + centre'],
  ['binh-dinh', 'device', {}, 'centre + telecom'],
  ['binh-dinh', 'line', {}, 'telecom → centre'],
  ['binh-dinh', 'power', {}, 'power → centre'],
  ['binh-dinh', 'control', {}, 'centre'],
  ['ha-noi', 'call', {}, 'host → operatingUnit'],
  ['ha-noi', 'device', {}, 'operatingUnit'],
  ['ha-noi', 'line', {}, 'wanOwner → operatingUnit'],
  ['ha-noi', 'control', {}, 'operatingUnit'],
  ['ha-noi', 'power', {}, '–'],
  ['quang-ninh', 'call', {}, 'vnpt + centralSite + chairSite'],
  ['quang-ninh', 'call', { kind: 'national' }, 'vnpt + upstream'],
  ['quang-ninh', 'device', {}, 'vnpt → department'],
  ['quang-ninh', 'power', {}, 'power → vnpt'],
] as const)('[IN-2] [R-INC-01] %s, %s %o: %s', (locality, type, more, expected) => {
  expect(told(locality, type, more)).toBe(expected);
});

test('[IN-2] [R-INC-08] Hà Nội: a fault found before the meeting goes to the operating unit, one of the line to the owner of the WAN', () => {
  const session = 'preparation';
  expect(told('ha-noi', 'device', { session })).toBe('operatingUnit');
  expect(told('ha-noi', 'call', { session })).toBe('operatingUnit');
  expect(told('ha-noi', 'line', { session })).toBe('wanOwner → operatingUnit');
});

test('[R-PLN-06] every locality has steps prepared for a dropped call', () => {
  for (const { office } of profiles.values())
    expect(office.incidents.scenarios.some(({ types }) => types.includes('call'))).toBe(true);
});
