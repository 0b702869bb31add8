import { type HeldGrant, OrganisationId, type PartyRule } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { bodiesServedBy } from './offices.ts';

const organisations: PartyRule = {
  kind: 'organisations',
  organisationKinds: ['department'],
  levels: ['province'],
  nameContains: 'Thông tin và Truyền thông',
  takingPart: false,
};
const parties: Record<string, PartyRule[]> = {
  department: [organisations, { kind: 'accounts', role: 'desk' }],
  centre: [organisations, { kind: 'accounts', role: 'operator' }],
  power: [{ ...organisations, organisationKinds: ['power'] }],
};
const everywhere = (role: HeldGrant['role']): HeldGrant => ({ role, scope: { kind: 'installation' } });

describe('[FG-20] [DO-11] [R-RPT-01] the body somebody serves', () => {
  test('is the one whose part is taken by accounts of their role', () => {
    expect(bodiesServedBy(parties, [everywhere('desk')])).toEqual(['department']);
    expect(bodiesServedBy(parties, [everywhere('operator'), everywhere('desk')])).toEqual([
      'department',
      'centre',
    ]);
  });

  test('is none for rights over everything alone, and none for a role held at one unit', () => {
    expect(bodiesServedBy(parties, [everywhere('administrator')])).toEqual([]);
    const scope = { kind: 'organisation' as const, organisationId: OrganisationId.parse('o-1') };
    expect(bodiesServedBy(parties, [{ role: 'desk', scope }])).toEqual([]);
  });
});
