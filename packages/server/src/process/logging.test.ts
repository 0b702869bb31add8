import { expect, test } from 'vitest';
import { createLogger } from './logging.ts';

test('secrets never enter the log, wherever they hide', () => {
  const written: string[] = [];
  const log = createLogger('info', { write: (line) => void written.push(line) });
  log.info(
    { password: 's1', user: { token: 's2', session: { cookie: 's3' } }, ticket: 's4', link: 's5' },
    'told',
  );
  expect(written.join('')).not.toMatch(/s[1-5]/);
  expect(written.join('')).toContain('[redacted]');
});
