import { TermKey } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { atStart, commonTerms, termsOf } from './terms.ts';

const silent = {
  conference: null,
  chairSite: null,
  satelliteSite: null,
  controlCentre: null,
  rehearsal: null,
  siteTechnician: null,
  meeting: null,
  registration: null,
  notice: null,
  approval: null,
  approver: null,
  operatingUnit: null,
  host: null,
  chairPerson: null,
  contact: null,
};

test("[DO-1] a locality's own word comes first, a silent text gets the common one", () => {
  const terms = termsOf({ terms: { ...silent, chairSite: { text: 'điểm cầu chủ trì', article: 'Đ3.6' } } });
  expect(terms.chairSite).toBe('điểm cầu chủ trì');
  expect(terms.rehearsal).toBe('tổng duyệt');
});

test('[DO-1] every key has a common word in NFC', () => {
  for (const key of TermKey.options) expect(commonTerms[key]).toBe(commonTerms[key].normalize('NFC'));
});

test.each([
  ['điểm cầu chính', 'Điểm cầu chính'],
  ['ủy ban', 'Ủy ban'],
  ['VNPT Quảng Ninh', 'VNPT Quảng Ninh'],
  ['', ''],
])('"%s" begins a sentence as "%s"', (term, expected) => {
  expect(atStart(term)).toBe(expected);
});
