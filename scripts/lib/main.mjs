import { printFailure } from './failure.mjs';
import { cleanUpNow } from './interruption.mjs';

/** Runs a script's work and turns its result into an exit code; a failure is told in one line. */
export async function main(work) {
  try {
    process.exitCode = (await work(process.argv.slice(2))) ?? 0;
  } catch (error) {
    cleanUpNow('SIGTERM');
    printFailure(error);
    process.exitCode = 1;
  }
}
