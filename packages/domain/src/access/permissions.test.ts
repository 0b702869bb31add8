import {
  Action,
  type Grant,
  type GrantScope,
  MeetingId,
  OrganisationId,
  Role,
  SiteId,
} from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { can, mayEver, type Place, permissions } from './permissions.ts';

const organisation = (name: string) => OrganisationId.parse(name);
const here: Place = {
  organisationPath: [organisation('o-district'), organisation('o-province')],
  siteId: SiteId.parse('district'),
  meetingId: MeetingId.parse('m1'),
};
const inside: GrantScope[] = [
  { kind: 'installation' },
  { kind: 'organisation', organisationId: organisation('o-district') },
  { kind: 'organisation', organisationId: organisation('o-province') },
  { kind: 'site', siteId: SiteId.parse('district') },
  { kind: 'meeting', meetingId: MeetingId.parse('m1') },
];
const outside: GrantScope[] = [
  { kind: 'organisation', organisationId: organisation('o-commune') },
  { kind: 'organisation', organisationId: organisation('m1') },
  { kind: 'site', siteId: SiteId.parse('commune') },
  { kind: 'site', siteId: SiteId.parse('o-district') },
  { kind: 'meeting', meetingId: MeetingId.parse('m2') },
  { kind: 'meeting', meetingId: MeetingId.parse('district') },
];

const cells = Role.options.flatMap((role) => Action.options.map((action) => ({ role, action })));
const given = cells.filter(({ role, action }) => permissions[action].includes(role));
const withheld = cells.filter(({ role, action }) => !permissions[action].includes(role));

describe('[R-MCU-14] [R-SEC-11] a cell of the table that is empty', () => {
  test.each(withheld)('$role has no $action, wherever and with whatever scope', ({ role, action }) => {
    for (const scope of [...inside, ...outside]) {
      expect(can([{ role, scope }], action, here)).toBe(false);
      expect(can([{ role, scope }], action, {})).toBe(false);
      expect(mayEver([{ role, scope }], action)).toBe(false);
    }
  });
});

describe('[R-MCU-14] a cell of the table that is filled', () => {
  test.each(given)('$role has $action inside the scope and not outside', ({ role, action }) => {
    for (const scope of inside) expect(can([{ role, scope }], action, here)).toBe(true);
    for (const scope of outside) expect(can([{ role, scope }], action, here)).toBe(false);
    // What does not say where it stands is reached by the whole installation only.
    for (const scope of [...inside.slice(1), ...outside])
      expect(can([{ role, scope }], action, {})).toBe(false);
    expect(can([{ role, scope: { kind: 'installation' } }], action, {})).toBe(true);
  });
});

test('the table says something of every action, and gives no action to nobody', () => {
  expect(Object.keys(permissions).sort()).toEqual([...Action.options].sort());
  for (const action of Action.options) expect(permissions[action].length, action).toBeGreaterThan(0);
});

test('[R-SEC-09] a partner sees nothing of what a meeting is about', () => {
  const grants: Grant[] = [{ role: 'partner', scope: { kind: 'installation' } }];
  const content: Action[] = [
    'meeting.read',
    'meeting.watch',
    'meeting.records',
    'registration.read',
    'document.print',
  ];
  expect(content.filter((action) => mayEver(grants, action))).toEqual([]);
});

const anyGrant = fc.record({
  role: fc.constantFrom(...Role.options),
  scope: fc.constantFrom(...inside, ...outside),
});

test('a further grant never takes a right away, and rights of several are those of each', () => {
  fc.assert(
    fc.property(
      fc.array(anyGrant, { maxLength: 6 }),
      fc.array(anyGrant, { maxLength: 6 }),
      fc.constantFrom(...Action.options),
      (some, more, action) => {
        expect(can([...some, ...more], action, here)).toBe(
          can(some, action, here) || can(more, action, here),
        );
      },
    ),
  );
});
