import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { withLock } from '../lock.mjs';
import { inRepository, userCache } from '../paths.mjs';
import { step } from '../progress.mjs';
import { buildWorker } from '../worker/build.mjs';
import { downloadWorker } from '../worker/download.mjs';
import { workerRuns } from '../worker/program.mjs';
import { recipe, recipeHash } from '../worker/recipe.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';

const PROGRAM = 'mediasoup-worker';

/**
 * Provides mediasoup's C++ worker, the first of: the one named by MEDIASOUP_WORKER_BIN, the user's cache, mediasoup's
 * own release, a build from the source in the npm package.
 *
 * @returns path of the program, to be handed to child processes as MEDIASOUP_WORKER_BIN
 */
export async function ensureMediaWorker(env = process.env) {
  const given = env.MEDIASOUP_WORKER_BIN;
  if (given) return checkGiven(given);

  const packageFolder = inRepository('node_modules', 'mediasoup');
  const manifest = readManifest(packageFolder);
  const key = `${manifest.version}-${os.platform()}-${os.arch()}-${recipeHash()}`;
  const cached = path.join(userCache(env), 'worker', key, PROGRAM);
  if (isUsable(cached)) return cached;

  await step('Media worker', ({ begin, note }) => {
    begin(`mediasoup ${manifest.version}, once per machine`);
    return withLock(
      path.join(userCache(env), `worker-${key}.lock`),
      () => fillCache({ env, cached, key, packageFolder, manifest, note }),
      { onWait: (pid) => note(`waiting for process ${pid}, which is making it`) },
    );
  });
  return cached;
}

async function fillCache({ env, cached, key, packageFolder, manifest, note }) {
  if (isUsable(cached)) return; // The one we waited for has made it.
  const workFolder = path.join(userCache(env), 'worker-build', key);
  const program = (await fetchOne({ env, workFolder, manifest, note })) ?? (await build());
  keep(program, cached);
  fs.rmSync(workFolder, { recursive: true, force: true });

  async function build() {
    await ensureDebianPackages(recipe.packages, 'to build the media worker');
    const built = await buildWorker({ packageFolder, buildFolder: workFolder, note });
    if (workerRuns(built)) return built;
    fs.rmSync(workFolder, { recursive: true, force: true });
    throw new StepFailure('the media worker was built but does not run on this machine', {
      advice:
        'start again for a build from the beginning; if it stays so, set MEDIASOUP_WORKER_BIN to a worker that runs',
    });
  }
}

function fetchOne({ env, workFolder, manifest, note }) {
  if (env.NHIPCAU_WORKER_DOWNLOAD === 'off') return undefined;
  note('looking for the official prebuilt one');
  return downloadWorker({ manifest, folder: path.join(workFolder, 'download') });
}

/** The program appears under its final name in one step, also when the work folder is on another file system. */
function keep(program, cached) {
  const draft = `${cached}.${process.pid}.part`;
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  fs.copyFileSync(program, draft);
  fs.chmodSync(draft, 0o755);
  fs.renameSync(draft, cached);
}

function isUsable(program) {
  return fs.existsSync(program) && workerRuns(program);
}

function checkGiven(given) {
  const program = path.resolve(given);
  if (isUsable(program)) return program;
  throw new StepFailure(`MEDIASOUP_WORKER_BIN names ${given}, which is not a media worker that runs here`, {
    advice: 'correct the variable, or unset it to let the project provide the worker itself',
  });
}

function readManifest(packageFolder) {
  const file = path.join(packageFolder, 'package.json');
  if (!fs.existsSync(file)) {
    throw new StepFailure('the npm package mediasoup is not installed', {
      advice: 'run npm start or npm test, which install it',
    });
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
