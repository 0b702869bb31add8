import {
  Command,
  type CommandType,
  type HeldGrant,
  type LiveParty,
  type LiveRules,
  MeetingId,
  OrganisationId,
  SiteId,
} from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { liveRightOf, liveVerdict, partiesOf, type Standing } from './live-rights.ts';

const commands = Command.options.map((option) => option.shape.type.value);
const of = (right: ReturnType<typeof liveRightOf>) => commands.filter((type) => liveRightOf(type) === right);

const table = (
  layout: LiveParty,
  override: LiveRules['override'] = null,
): Pick<LiveRules, 'rights' | 'override'> => ({
  rights: {
    administration: { holders: ['centre'], cite: [] },
    layout: { holders: [layout], cite: [] },
    cascade: { holders: ['operator'], cite: [] },
    sound: { holders: [layout], cite: [] },
    camera: { holders: [], cite: [] },
  },
  override,
});
const standing = (parties: LiveParty[], more: Partial<Standing> = {}): Standing => ({
  parties: new Set(parties),
  chairSiteHeld: true,
  hasHelp: false,
  ...more,
});
const centre = standing(['operator', 'centre']);
const chairSite = standing(['operator', 'chairSite']);
const overriding = (onRequest: boolean) => ({ party: 'centre' as const, onRequest, cite: [] });

describe('[RT-1] [R-CDT-13] a cell of the table', () => {
  test.each([...of('layout'), ...of('sound')])('%s is the chair site’s and not the centre’s', (type) => {
    expect(liveVerdict(type, table('chairSite'), chairSite)).toBe('allowed');
    expect(liveVerdict(type, table('chairSite'), centre)).toBe('refused');
  });
  test.each(of('administration'))('%s is the centre’s and not the chair site’s', (type) => {
    expect(liveVerdict(type, table('chairSite'), centre)).toBe('allowed');
    expect(liveVerdict(type, table('chairSite'), chairSite)).toBe('refused');
  });
  test.each(of('cascade'))('%s is of whoever runs an MCU of the meeting', (type) => {
    expect(liveVerdict(type, table('chairSite'), centre)).toBe('allowed');
    expect(liveVerdict(type, table('chairSite'), chairSite)).toBe('allowed');
  });
  test.each(of('session').filter((type) => !type.startsWith('help.')))(
    '%s is of whoever conducts the meeting',
    (type) => {
      for (const who of [centre, chairSite])
        expect(liveVerdict(type, table('chairSite'), who)).toBe('allowed');
    },
  );
  test.each(commands)('%s is nobody’s who has no part in the meeting', (type) => {
    expect(liveVerdict(type, table('operator', overriding(false)), standing([], { hasHelp: true }))).toBe(
      'refused',
    );
  });
});

test('[RT-2] where nobody was given the control of the chair site the centre acts in its place', () => {
  const vacant = standing(['operator', 'centre'], { chairSiteHeld: false });
  for (const type of [...of('layout'), ...of('sound')])
    expect(liveVerdict(type, table('chairSite'), vacant)).toBe('allowed');
  // Nobody stands in for the centre.
  for (const type of of('administration'))
    expect(liveVerdict(type, table('chairSite'), { ...chairSite, chairSiteHeld: false })).toBe('refused');
});

describe('[RT-3] [RT-4] [R-CDT-14] beyond the own rights', () => {
  const helped = { ...centre, hasHelp: true };
  test.each([...of('layout'), ...of('sound')])('%s with an intervention in hand, and not without', (type) => {
    const rules = table('chairSite', overriding(true));
    expect(liveVerdict(type, rules, helped)).toBe('override');
    expect(liveVerdict(type, rules, centre)).toBe('refused');
    expect(liveVerdict(type, table('chairSite'), helped)).toBe('refused');
  });
  test('an intervention gives the chair site nothing of the centre', () => {
    const type: CommandType = 'meeting.reset';
    expect(liveVerdict(type, table('chairSite', overriding(false)), { ...chairSite, hasHelp: true })).toBe(
      'refused',
    );
  });
  test.each<[string, LiveRules['override'], LiveParty[], [CommandType, string][]]>([
    [
      'nothing of it',
      null,
      ['operator', 'centre'],
      [
        ['help.ask', 'refused'],
        ['help.take', 'refused'],
      ],
    ],
    [
      'on request',
      overriding(true),
      ['operator', 'centre'],
      [
        ['help.ask', 'allowed'],
        ['help.take', 'allowed'],
        ['help.override', 'refused'],
      ],
    ],
    [
      'by itself',
      overriding(false),
      ['operator', 'centre'],
      [
        ['help.take', 'allowed'],
        ['help.override', 'allowed'],
      ],
    ],
    [
      'to the centre only',
      overriding(false),
      ['operator', 'chairSite'],
      [
        ['help.ask', 'allowed'],
        ['help.take', 'refused'],
        ['help.override', 'refused'],
      ],
    ],
  ])('where the text gives %s', (_, override, parties, expected) => {
    for (const [type, verdict] of expected)
      expect([type, liveVerdict(type, table('chairSite', override), standing(parties))]).toEqual([
        type,
        verdict,
      ]);
  });
});

test('[R-CDT-13] as whom somebody stands follows from the grants that reach the chair', () => {
  const place = {
    meetingId: MeetingId.parse('m'),
    siteId: SiteId.parse('district'),
    organisationPath: [OrganisationId.parse('o-district'), OrganisationId.parse('o-province')],
  };
  const grant = (scope: HeldGrant['scope']): HeldGrant[] => [{ role: 'operator', scope }];
  const parties = (scope: HeldGrant['scope']) => [...partiesOf(grant(scope), place)].sort();
  expect(parties({ kind: 'installation' })).toEqual(['centre', 'operator']);
  for (const scope of [
    { kind: 'site', siteId: SiteId.parse('district') },
    { kind: 'meeting', meetingId: MeetingId.parse('m') },
    { kind: 'organisation', organisationId: OrganisationId.parse('o-province') },
  ] as const)
    expect(parties(scope)).toEqual(['chairSite', 'operator']);
  expect(parties({ kind: 'site', siteId: SiteId.parse('commune') })).toEqual([]);
  expect([...partiesOf([{ role: 'technician', scope: { kind: 'installation' } }], place)]).toEqual([]);
});
