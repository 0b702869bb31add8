import { expect, test } from 'vitest';
import { tracesIn } from './machine-traces.mjs';

const inParts = (...parts) => parts.join('/');

test('an absolute path of a home folder is found with its line', () => {
  const content = `first\nsee ${inParts('', 'home', 'lan', 'nhipcau')}`;
  expect(tracesIn('a.md', content, [])).toEqual([`a.md:2: ${inParts('', 'home', 'lan', '')}`]);
});

test('a host is found', () => {
  expect(tracesIn('a.json', '"https://mirror.example/x"', ['mirror.example'])).toEqual([
    'a.json:1: mirror.example',
  ]);
});

test.each([
  ['a part of a longer path', inParts('packages', 'work', 'file.ts')],
  ['a path below a variable', `$HOME${inParts('', 'work', 'x')}`],
  ['a system path', inParts('', 'usr', 'lib', 'postgresql')],
])('%s is no trace', (_what, content) => {
  expect(tracesIn('a.md', content, [])).toEqual([]);
});
