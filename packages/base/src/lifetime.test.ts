import { expect, test } from 'vitest';
import { Lifetime } from './lifetime.ts';

test('clean-up runs once, last added first', () => {
  const order: number[] = [];
  const lifetime = new Lifetime();
  for (const task of [1, 2, 3]) lifetime.add(() => order.push(task));
  expect(lifetime.closed).toBe(false);
  lifetime.close();
  lifetime.close();
  expect(order).toEqual([3, 2, 1]);
  expect(lifetime.closed).toBe(true);
});

test('a task that fails is told and does not stop the others', () => {
  const order: string[] = [];
  const failures: unknown[] = [];
  const lifetime = new Lifetime((cause) => failures.push(cause));
  const fault = new Error('stuck');
  lifetime.add(() => order.push('first'));
  lifetime.add(() => {
    throw fault;
  });
  lifetime.close();
  expect(order).toEqual(['first']);
  expect(failures).toEqual([fault]);
});

test('what is added after the end is cleaned up at once', () => {
  const lifetime = new Lifetime();
  lifetime.close();
  let ran = 0;
  lifetime.add(() => {
    ran += 1;
  });
  expect(ran).toBe(1);
});

test('a task that closes the lifetime, or adds to it, while it closes does no harm', () => {
  const order: string[] = [];
  const lifetime = new Lifetime();
  lifetime.add(() => order.push('outer'));
  lifetime.add(() => {
    lifetime.close();
    lifetime.add(() => order.push('late'));
  });
  lifetime.close();
  expect(order).toEqual(['late', 'outer']);
});
