import { spawnSync } from 'node:child_process';

/** The worker's own code for "started without MEDIASOUP_VERSION" (main.cpp): it was loaded and ran. */
const EXIT_WITHOUT_VERSION = 41;

/** True when the program runs on this machine: right architecture, all shared libraries there. */
export function workerRuns(program) {
  const { status } = spawnSync(program, [], { env: {}, stdio: 'ignore', timeout: 10_000 });
  return status === EXIT_WITHOUT_VERSION;
}
