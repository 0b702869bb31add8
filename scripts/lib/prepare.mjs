import { environmentInsideProject, projectNode } from './node24.mjs';
import { ensureDebianPackages, runtimePackages, testPackages } from './steps/debian-packages.mjs';
import { ensureMediaWorker } from './steps/media-worker.mjs';
import { ensureNpmPackages } from './steps/npm-packages.mjs';
import { ensureTrafficMark } from './steps/traffic-mark.mjs';
import { ensureWebBuild } from './steps/web-build.mjs';

/**
 * Brings this machine and working copy to where our programs can run. Each step looks first and does only what is
 * missing, so a second call costs next to nothing.
 *
 * @param options.browser - the program drives a browser
 * @returns the Node to run them with and the environment they need
 */
export async function prepareToRun({ browser = false } = {}) {
  const debian = browser ? [...runtimePackages, ...testPackages.browser] : runtimePackages;
  await ensureDebianPackages(debian, browser ? 'to run the system and a browser' : 'to run the system');
  await ensureNpmPackages();
  const worker = await ensureMediaWorker();
  const marker = await ensureTrafficMark();
  await ensureWebBuild();
  return { node: projectNode(), env: environmentWith(worker, marker) };
}

function environmentWith(worker, marker) {
  return { ...environmentInsideProject(), MEDIASOUP_WORKER_BIN: worker, MCU_MARKER: marker };
}
