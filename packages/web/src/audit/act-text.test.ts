import { expect, test } from 'vitest';
import { translator } from '../text/catalogue.ts';
import { vi } from '../text/vi.ts';
import { actText } from './act-text.ts';

test.each([
  ['session.open', 'Đăng nhập'],
  ['registration.confirm', 'Hồ sơ: Xác nhận'],
  ['command.site.setAside', 'Sang phòng kỹ thuật'],
  ['paper.issue', 'Phát hành tài liệu'],
  ['something.else', 'something.else'],
])('[R-SEC-11] the audit says %s in words', (action, words) => {
  expect(actText(action, translator(vi))).toBe(words);
});
