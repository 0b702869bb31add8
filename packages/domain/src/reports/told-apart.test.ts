import { expect, test } from 'vitest';
import { toldApart } from './told-apart.ts';

test('[FG-6] [R-RPT-09] communes of one name bear their district, every other site its own name alone', () => {
  const names = toldApart([
    { siteId: 'a', name: 'UBND xã Đoàn Kết', area: 'UBND huyện Yên Thủy' },
    { siteId: 'b', name: 'UBND xã Đoàn Kết', area: 'UBND huyện Đà Bắc' },
    { siteId: 'a', name: 'UBND xã Đoàn Kết', area: 'UBND huyện Yên Thủy' },
    { siteId: 'c', name: 'UBND huyện Mai Châu', area: 'UBND huyện Mai Châu' },
    { siteId: 'd', name: 'UBND xã Đoàn Kết', area: null },
  ]);
  expect(Object.fromEntries(names)).toEqual({
    a: 'UBND xã Đoàn Kết (UBND huyện Yên Thủy)',
    b: 'UBND xã Đoàn Kết (UBND huyện Đà Bắc)',
    c: 'UBND huyện Mai Châu',
    d: 'UBND xã Đoàn Kết',
  });
});

test('[FG-6] a site called several times is no namesake of itself', () => {
  const twice = Array.from({ length: 2 }, () => ({ siteId: 'a', name: 'UBND xã Tân Minh', area: 'Đà Bắc' }));
  expect([...toldApart(twice).values()]).toEqual(['UBND xã Tân Minh']);
});
