import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalogue, isErrorCode } from './errors.ts';

const packages = join(import.meta.dirname, '../..');
const sources = globSync('*/src/**/*.{ts,tsx}', { cwd: packages }).filter(
  (file) => !/\.test\.tsx?$/.test(file),
);

/** Codes written out where something is refused: `refuse('X')`, `new RpcError('X')`, `{ code: 'X' }`, … */
const written =
  /(?:\brefuse(?:d)?\(|\bnew \w+(?:Error|Failure)\(|\bcode(?:\s*===?|:))\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;

const uses = sources.flatMap((file) => {
  const text = readFileSync(join(packages, file), 'utf8');
  return [...text.matchAll(written)].map(([, code]) => ({ file, code: code ?? '' }));
});

describe('the error catalogue', () => {
  test('knows every code that is written out in a source file', () => {
    expect(uses.length).toBeGreaterThan(20);
    expect(uses.filter(({ code }) => !isErrorCode(code))).toEqual([]);
  });

  test('speaks codes of one form, with a status that fits what it says', () => {
    const statuses = {
      refusal: [403, 409, 422],
      conflict: [409, 410, 503],
      capacity: [409, 413, 429, 503, 504],
    };
    for (const [code, { status, kind }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      if (kind in statuses) expect(Reflect.get(statuses, kind)).toContain(status);
      if (kind === 'defect') expect(status).toBe(500);
    }
  });

  test('does not take the names every object has for codes', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(isErrorCode(name)).toBe(false);
  });
});
