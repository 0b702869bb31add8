import { Command, instant, type LiveParty, type LiveRight, type LiveRules } from '@nhipcau/contracts';
import { liveRightOf, liveVerdict, slaveLimit } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { readProfiles } from './shipped.ts';

/** The table of R-CDT-13, read once more by hand: who has a right, and so who has not. */
const table = {
  'hoa-binh': { administration: 'both', layout: 'both', cascade: 'both', sound: 'both', camera: 'room' },
  'vinh-phuc': { administration: 'both', layout: 'both', cascade: 'both', sound: 'both', camera: 'room' },
  'binh-dinh': {
    administration: 'centre',
    layout: 'chairSite',
    cascade: 'both',
    sound: 'chairSite',
    camera: 'chairSite',
  },
  'ha-noi': {
    administration: 'centre',
    layout: 'chairSite',
    cascade: 'both',
    sound: 'chairSite',
    camera: 'room',
  },
  'quang-ninh': {
    administration: 'centre',
    layout: 'chairSite',
    cascade: 'both',
    sound: 'chairSite',
    camera: 'room',
  },
} as const satisfies Record<string, Record<LiveRight, 'both' | 'centre' | 'chairSite' | 'room'>>;
const override = {
  'hoa-binh': 'nobody',
  'vinh-phuc': 'nobody',
  'binh-dinh': 'byItself',
  'ha-noi': 'onRequest',
  'quang-ninh': 'byItself',
} as const;

const profiles = readProfiles();
const profileOf = (locality: string): (typeof profiles)[number] => {
  const profile = profiles.find((one) => one.locality === locality);
  if (!profile) throw new Error(`no profile of ${locality}`);
  return profile;
};
const rulesOf = (locality: string): LiveRules => profileOf(locality).office.live;
const commands = Command.options.map((option) => option.shape.type.value);
const cells = Object.entries(table).flatMap(([locality, rights]) =>
  Object.entries(rights).flatMap(([right, holder]) =>
    (['centre', 'chairSite'] as const).map((party) => ({
      locality,
      right,
      party,
      has: holder === 'both' || holder === party,
    })),
  ),
);
const standing = (party: LiveParty, hasHelp = false) => ({
  parties: new Set<LiveParty>(['operator', party]),
  chairSiteHeld: true,
  hasHelp,
});

describe('[RT-1] [R-CDT-13] the table of each locality', () => {
  test.each(cells)('$locality: $right of $party – $has', ({ locality, right, party, has }) => {
    const ofRight = commands.filter((type) => liveRightOf(type) === right);
    expect(ofRight.length).toBeGreaterThan(0);
    for (const type of ofRight)
      expect([type, liveVerdict(type, rulesOf(locality), standing(party))]).toEqual([
        type,
        has ? 'allowed' : 'refused',
      ]);
  });

  test.each(Object.entries(override))('[RT-3] [R-CDT-14] %s: the centre intervenes %s', (locality, how) => {
    const rules = rulesOf(locality);
    const may = (type: 'help.take' | 'help.override') => liveVerdict(type, rules, standing('centre'));
    expect(may('help.take')).toBe(how === 'nobody' ? 'refused' : 'allowed');
    expect(may('help.override')).toBe(how === 'byItself' ? 'allowed' : 'refused');
    const beyond = liveVerdict('stage.take', rules, standing('centre', true));
    expect(beyond).toBe(how === 'nobody' ? 'allowed' : 'override');
    expect(liveVerdict('help.take', rules, standing('chairSite'))).toBe('refused');
  });
});

test('[R-CDT-07] Bình Định mutes all when the chair site speaks; the other texts do not say so', () => {
  expect(Object.keys(table).filter((locality) => rulesOf(locality).muteAll !== null)).toEqual(['binh-dinh']);
});

test('[R-CON-01] [R-CON-08] Quảng Ninh alone has the centre call, and tells further up twenty minutes before', () => {
  expect(Object.keys(table).filter((locality) => rulesOf(locality).dialOut !== null)).toEqual(['quang-ninh']);
  expect(rulesOf('quang-ninh').escalation).toMatchObject({ minutes: 20, kinds: ['national'] });
});

test('[CN-8] [R-CON-02] Hòa Bình and Vĩnh Phúc have the MCUs joined two hours before a planned meeting, no other text', () => {
  const plannedStart = instant(Date.UTC(2026, 2, 2, 8));
  const limit = (locality: string, urgency: 'planned' | 'urgent', kind: string) =>
    slaveLimit(profileOf(locality), { urgency, kind, plannedStart });
  const due = Object.keys(table).flatMap((locality) => {
    const [kind] = profileOf(locality).kinds;
    const found = limit(locality, 'planned', kind?.key ?? '');
    return found === null ? [] : [[locality, plannedStart - found.dueAt, found.cite[0]?.article]];
  });
  expect(due).toEqual([
    ['hoa-binh', 7_200_000, 'II.1.2 b4'],
    ['vinh-phuc', 7_200_000, 'Đ6.1 b5'],
  ]);
  expect(limit('vinh-phuc', 'urgent', 'province')).toBeNull();
  expect(limit('hoa-binh', 'urgent', 'government')).toBeNull();
});

test('[R-CON-04] [R-CON-05] each locality has its order of connection, and who tries sound and picture', () => {
  const steps = (locality: string, urgency: 'planned' | 'urgent') =>
    rulesOf(locality)
      .steps.filter((step) => step.urgency === null || step.urgency === urgency)
      .map(({ key }) => key);
  expect(steps('hoa-binh', 'planned')).toEqual(['areas', 'slaves', 'trials']);
  expect(steps('vinh-phuc', 'planned')).toEqual(['areas', 'slaves', 'layouts', 'trials']);
  expect(steps('vinh-phuc', 'urgent')).toEqual(['urgent-sites', 'urgent-slaves']);
  expect(steps('quang-ninh', 'planned')).toEqual(['call', 'trials']);
  expect(Object.keys(table).map((locality) => rulesOf(locality).trial?.scope ?? null)).toEqual([
    'each',
    'sample',
    'each',
    null,
    'each',
  ]);
});
