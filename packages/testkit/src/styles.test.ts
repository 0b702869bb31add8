import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const web = join(import.meta.dirname, '../../web/src');

test('every custom property a style uses is set somewhere; a misspelt one would silently be nothing', () => {
  const text = globSync('**/*.{css,ts,tsx}', { cwd: web })
    .map((file) => readFileSync(join(web, file), 'utf8'))
    .join('\n');
  const used = new Set([...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  const set = new Set([...text.matchAll(/(--[\w-]+)['"]?\s*:/g)].map(([, name]) => name));
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((name) => !set.has(name))).toEqual([]);
});
