import { type Finding, instant, type LateRequest } from '@nhipcau/contracts';
import { aRegistration } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { isGranted, lateRequestAfter } from './late-request.ts';

const now = instant(1_000);
const plain = aRegistration(Date.UTC(2026, 10, 12, 1));
const withServices = (more: Partial<typeof plain.technical>) => ({
  ...plain,
  technical: { ...plain.technical, ...more },
});
const late: Finding[] = [
  { severity: 'warning', code: 'technicalRequestLate', field: 'technical', facts: {}, cite: [] },
];
const open = (...services: LateRequest['services']): LateRequest => ({
  services,
  askedAt: now,
  answer: { kind: 'open' },
});
const consented = (...services: LateRequest['services']): LateRequest => ({
  ...open(...services),
  answer: { kind: 'consented', at: now, by: 'VNPT', reason: null },
});

describe('[RE-28] [R-REG-09] a technical request after its limit', () => {
  test('waits for consent; one in time does not', () => {
    const asking = { before: null, after: withServices({ recording: true }), open: null, now };
    expect(lateRequestAfter({ ...asking, findings: late })).toEqual(open('recording'));
    expect(lateRequestAfter({ ...asking, findings: [] })).toBeNull();
  });

  test('a change of something else after the limit does not put in question what was asked for in time', () => {
    const before = withServices({ recording: true });
    const asking = { before, after: { ...before, venue: 'Phòng khác' }, open: null, findings: late, now };
    expect(lateRequestAfter(asking)).toBeNull();
  });

  test('what is added waits, with what is still open; what was consented to stays so', () => {
    const before = withServices({ recording: true });
    const after = withServices({ recording: true, video: true });
    const asking = { before, after, findings: late, now };
    expect(lateRequestAfter({ ...asking, open: open('recording') })).toEqual(open('recording', 'video'));
    expect(lateRequestAfter({ ...asking, open: consented('recording') })).toEqual(open('video'));
  });

  test('another wording is another request; what is given up waits no longer', () => {
    const before = withServices({ other: 'Máy quay phụ' });
    const reworded = { before, after: withServices({ other: 'Hai máy quay' }), findings: late, now };
    expect(lateRequestAfter({ ...reworded, open: consented('other') })).toEqual(open('other'));
    const without = { before, after: plain, findings: [], now };
    expect(lateRequestAfter({ ...without, open: open('other') })).toBeNull();
  });

  test('is carried out only with consent', () => {
    expect(isGranted('recording', null)).toBe(true);
    expect(isGranted('recording', open('recording'))).toBe(false);
    expect(isGranted('slides', open('recording'))).toBe(true);
    expect(isGranted('recording', consented('recording'))).toBe(true);
  });
});
