import { expect, test } from 'vitest';
import { hashPassword, passwordFits } from './secrets.ts';

test('[R-SEC-01] a password is kept as argon2id with 19 MiB and two passes, never twice the same', async () => {
  const [one, two] = await Promise.all([hashPassword('mật khẩu'), hashPassword('mật khẩu')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test('[R-SEC-01] it fits however its letters were composed, and no other does', async () => {
  const kept = await hashPassword('mật khẩu'.normalize('NFC'));
  expect(await passwordFits(kept, 'mật khẩu'.normalize('NFD'))).toBe(true);
  expect(await passwordFits(kept, 'mat khau')).toBe(false);
});
