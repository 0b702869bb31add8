import { expect, test } from 'vitest';
import { solve } from './least-squares.ts';

test('finds the plane that points lie on', () => {
  const rows = [
    [1, 0, 0],
    [1, 2, 0],
    [1, 0, 5],
    [1, 3, 4],
  ];
  const found = solve(
    rows,
    rows.map(([, x = 0, y = 0]) => 0.5 + 2 * x - 0.25 * y),
  );
  for (const [index, expected] of [0.5, 2, -0.25].entries()) expect(found[index]).toBeCloseTo(expected, 9);
});

test('lies between points that do not agree', () => {
  expect(solve([[1], [1], [1]], [1, 2, 6])[0]).toBeCloseTo(3, 9);
});

test('refuses measurements that cannot tell', () => {
  const rows = [
    [1, 2],
    [1, 2],
  ];
  expect(() => solve(rows, [1, 1])).toThrow('do not tell');
});
