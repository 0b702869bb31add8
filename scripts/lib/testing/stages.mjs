import { checkBoundaries } from '../checks/boundaries.mjs';
import { checkRepository } from '../checks/repository.mjs';
import { StepFailure } from '../failure.mjs';
import { ensureDebianPackages, runtimePackages, testPackages } from '../steps/debian-packages.mjs';
import { ensureMediaWorker } from '../steps/media-worker.mjs';
import { ensureTrafficLook, ensureTrafficMark } from '../steps/traffic-mark.mjs';
import { ensureWebBuild } from '../steps/web-build.mjs';
import { held } from './outcome.mjs';
import { checkTypes, lint, reportUnused } from './tools.mjs';
import { runVitest } from './vitest.mjs';

const MINUTE_MS = 60_000;

/** Store tests wait for the database and its timers most of the time: more of them at once than there are cores. */
const storeWorkers = 3;

/** What a stage can need of this machine beyond the npm packages; each returns what it adds to the environment. */
const needs = {
  media: () => ensureDebianPackages([...runtimePackages, ...testPackages.network], 'to test media'),
  browser: () => ensureDebianPackages(testPackages.browser, 'to test in a browser'),
  documents: () => ensureDebianPackages(testPackages.documents, 'to read printed forms back'),
  database: () => ensureDebianPackages(testPackages.database, 'to test on a second PostgreSQL'),
  worker: async () => ({ MEDIASOUP_WORKER_BIN: await ensureMediaWorker() }),
  marker: async () => ({
    MCU_MARKER: await ensureTrafficMark(),
    NHIPCAU_TEST_LOOK: await ensureTrafficLook(),
  }),
  web: () => ensureWebBuild(),
};

/**
 * The stages of `npm test`, in this order. All are run even when one fails.
 *
 * The time limits are far above what a stage takes; they make a run that hangs end with a report, all together within
 * the hour and a half a CI run may last.
 */
export const stages = [
  { id: 'types', title: 'Types', run: checkTypes },
  { id: 'lint', title: 'Lint', run: lint },
  { id: 'boundaries', title: 'Who may import whom', run: checkBoundaries },
  { id: 'unused', title: 'Unused files, exports, packages', run: reportUnused },
  { id: 'repository', title: 'Repository', run: checkRepository },
  vitestStage('unit', 'Unit tests', {
    project: 'unit',
    needs: ['documents'],
    workers: 2,
    timeoutMs: 5 * MINUTE_MS,
  }),
  vitestStage('store', 'Store tests, embedded PostgreSQL', {
    project: 'store',
    env: { NHIPCAU_TEST_PG: 'embedded' },
    workers: storeWorkers,
    timeoutMs: 15 * MINUTE_MS,
  }),
  vitestStage('store-debian', "Store tests, Debian's PostgreSQL", {
    project: 'store',
    needs: ['database'],
    env: { NHIPCAU_TEST_PG: 'debian' },
    workers: storeWorkers,
    timeoutMs: 15 * MINUTE_MS,
  }),
  vitestStage('media', 'Media tests', {
    project: 'media',
    needs: ['media', 'worker', 'marker'],
    timeoutMs: 15 * MINUTE_MS,
  }),
  { id: 'web', title: 'Web application builds', needs: ['web'], run: () => held() },
  vitestStage('office', 'Browser journeys of the office', {
    project: 'office',
    needs: ['browser', 'web'],
    workers: 2,
    timeoutMs: 15 * MINUTE_MS,
  }),
  vitestStage('day', 'Whole days of five localities', {
    project: 'day',
    needs: ['media', 'browser', 'worker', 'web'],
    timeoutMs: 15 * MINUTE_MS,
  }),
  vitestStage('browser', 'Browser journeys of live meetings', {
    project: 'browser',
    needs: ['media', 'browser', 'worker', 'web'],
    timeoutMs: 30 * MINUTE_MS,
  }),
];

/** What has been asked for in this run: a need that could not be met is neither tried nor told at length again. */
const asked = new Map();

/**
 * Makes this machine ready for a stage.
 *
 * @returns what the stage's programs need in their environment
 */
export async function prepareStage(stage) {
  const env = {};
  for (const name of stage.needs ?? []) {
    const isRepeated = asked.has(name);
    if (!isRepeated) asked.set(name, needs[name]());
    try {
      Object.assign(env, await asked.get(name));
    } catch (cause) {
      throw isRepeated ? new StepFailure(`not run, for ${cause.message}`, { cause }) : cause;
    }
  }
  return env;
}

function vitestStage(id, title, { project, needs = [], env = {}, workers, timeoutMs }) {
  return {
    id,
    title,
    needs,
    isMadeOfTests: true,
    run: (context) =>
      runVitest(project, { workers, timeoutMs, ...context, stageId: id, env: { ...env, ...context.env } }),
  };
}
