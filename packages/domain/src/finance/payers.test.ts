import type { PayerRule } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { type PaidSite, paymentsOf } from './payers.ts';

const cite = [{ article: 'Đ8', quote: 'chi trả' }];
const rule = (some: Partial<PayerRule>): PayerRule => ({
  cost: 'service',
  sites: 'end',
  payer: 'siteOwner',
  byAgreement: false,
  label: 'Chi phí dịch vụ',
  cite,
  ...some,
});
/** As Vĩnh Phúc has it. */
const vinhPhuc = [
  rule({ cost: 'line', sites: 'all' }),
  rule({ sites: 'chair', payer: 'host' }),
  rule({ sites: 'end', byAgreement: true }),
];
const site = (siteId: string, some: Partial<PaidSite> = {}): PaidSite => ({
  siteId,
  ownerId: `owner of ${siteId}`,
  isChair: false,
  agreed: null,
  ...some,
});
const payers = (sites: PaidSite[], hostId: string | null = 'host', rules = vinhPhuc) =>
  paymentsOf(rules, { hostId, sites }).map(({ cost, payerId, agreed }) => [cost, payerId, agreed]);

test('[R-FIN-01] [FN-1] the line is paid by whoever uses it, the service at the chair site by the host', () => {
  expect(payers([site('chair', { isChair: true })])).toEqual([
    ['line', 'owner of chair', false],
    ['service', 'host', false],
  ]);
});

test.each([
  ['nothing agreed: the owner pays', null, 'owner of commune', false],
  ['agreed: the host pays', 'host', 'host', true],
  ['agreed on what the text says anyway', 'siteOwner', 'owner of commune', false],
] as const)('[R-FIN-01] [FN-1] at an end site, %s', (_name, agreed, payerId, isAgreed) => {
  expect(payers([site('commune', { agreed })])[1]).toEqual(['service', payerId, isAgreed]);
});

test('[FN-1] what the text does not let them agree on stays', () => {
  expect(payers([site('chair', { isChair: true, agreed: 'siteOwner' })])[1]).toEqual([
    'service',
    'host',
    false,
  ]);
});

test('[R-FIN-05] [FN-1] where the State’s rules decide nobody is named; a silent text names nobody at all', () => {
  const state = [rule({ sites: 'all', payer: 'state' })];
  expect(payers([site('a')], 'host', state)).toEqual([['service', null, false]]);
  expect(payers([site('a')], 'host', [])).toEqual([]);
  expect(payers([site('a', { isChair: true })], null)[1]).toEqual(['service', null, false]);
});
