import { expect, test } from 'vitest';
import { translator } from '../text/catalogue.ts';
import { vi } from '../text/vi.ts';
import { placeText } from './place-text.ts';

const t = translator(vi);

test('[R-MON-06] a security event that is an act is named in plain words, an account and a site by their names', () => {
  expect(placeText({ type: 'security', place: 'account.grants' }, t)).toBe('Đổi quyền');
  expect(placeText({ type: 'security', place: 'kythuat' }, t)).toBe('kythuat');
  expect(placeText({ type: 'call', place: 'UBND xã Tân Lập' }, t)).toBe('UBND xã Tân Lập');
});
