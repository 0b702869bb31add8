import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;
/** Each world has a database of its own in one cluster, and is waited for as long as a busy machine needs. */
const journeys = {
  globalSetup: ['packages/testkit/src/database/global-setup.ts'],
  testTimeout: 5 * MINUTE_MS,
  hookTimeout: 5 * MINUTE_MS,
  expect: { poll: { timeout: MINUTE_MS } },
};
/** The same chance in every run; `npm run fuzz` brings another. */
const seeded = ['packages/testkit/src/seed-properties.ts'];

/**
 * `isolate: false`: the files a worker takes one after the other share what they import, the whole server or the web
 * application; each has its own database, and none leaves anything behind in a module.
 *
 * The suffix of a test file says what it needs: nothing (unit), a database (store), a media worker (media) or a browser
 * and the whole system (journey). `scripts/test.mjs` runs one project after the other.
 */
export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: seeded,
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          exclude: ['**/*.store.test.ts', '**/*.media.test.ts', '**/node_modules/**'],
          isolate: false,
          // Properties over a thousand courses take seconds, and many times that on a busy machine.
          testTimeout: 3 * MINUTE_MS,
        },
      },
      {
        test: {
          name: 'store',
          setupFiles: seeded,
          include: ['packages/*/src/**/*.store.test.ts'],
          globalSetup: ['packages/testkit/src/database/global-setup.ts'],
          isolate: false,
          // A fact may take ten times as long on a busy machine; that it comes is what is tested.
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
          expect: { poll: { timeout: MINUTE_MS } },
        },
      },
      {
        test: {
          name: 'media',
          include: ['packages/*/src/**/*.media.test.ts'],
          testTimeout: MINUTE_MS,
          hookTimeout: MINUTE_MS,
          // They wait for packets most of the time.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'office',
          include: ['e2e/office/*.journey.test.ts'],
          ...journeys,
          // No media, whose timing others would disturb.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'day',
          include: ['e2e/day/*.journey.test.ts'],
          ...journeys,
          // Two at a time took half as long again on two cores: each fills them.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/*.journey.test.ts'],
          ...journeys,
          fileParallelism: false,
        },
      },
    ],
  },
});
