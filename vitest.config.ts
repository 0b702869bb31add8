import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;
/** The same chance in every run; `npm run fuzz` brings another. */
const seeded = ['packages/testkit/src/seed-properties.ts'];

/**
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
          // Properties over a thousand courses take seconds, and many times that on a busy machine.
          testTimeout: MINUTE_MS / 2,
        },
      },
      {
        test: {
          name: 'store',
          setupFiles: seeded,
          include: ['packages/*/src/**/*.store.test.ts'],
          globalSetup: ['packages/testkit/src/database/global-setup.ts'],
          testTimeout: MINUTE_MS / 2,
          hookTimeout: MINUTE_MS,
          // A fact may take longer on a busy machine; that it comes is what is tested.
          expect: { poll: { timeout: 10_000 } },
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
          name: 'browser',
          include: ['e2e/**/*.journey.test.ts'],
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
          fileParallelism: false,
        },
      },
    ],
  },
});
