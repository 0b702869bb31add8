import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const code = globSync('packages/{base,contracts,domain,mcu,server,web}/src/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

/** Rows of the tables with a column of code: word, code, Vietnamese, meaning. */
const rows = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && cells[2]?.startsWith('`'));

const words = rows.flatMap(([, word = '', names = '']) =>
  [...names.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => ({ word, name })),
);

test('the glossary explains many words, each once', () => {
  expect(rows.length).toBeGreaterThan(40);
  const explained = rows.map(([, word]) => word);
  expect(explained.filter((word, at) => explained.indexOf(word) !== at)).toEqual([]);
});

test.each(words)('$word is called $name in code', ({ name }) => {
  expect(new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(code)).toBe(true);
});
