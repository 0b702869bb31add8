/**
 * Ctrl-C and SIGTERM, handled in one place: whatever must not outlive the script registers its end here.
 *
 * The clean-ups run synchronously, newest first, and then the process ends by the usual code of the signal.
 */
const cleanUps = new Set();
const exitCodeBySignal = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
let listening = false;

/** @returns a function that takes the clean-up back without running it */
export function onInterruption(cleanUp) {
  listen();
  cleanUps.add(cleanUp);
  return () => cleanUps.delete(cleanUp);
}

/** Runs all clean-ups now; each runs once. */
export function cleanUpNow(signal) {
  for (const cleanUp of [...cleanUps].reverse()) {
    cleanUps.delete(cleanUp);
    try {
      cleanUp(signal);
    } catch {
      // The process is ending: a clean-up that fails must not keep the others from running.
    }
  }
}

function listen() {
  if (listening) return;
  listening = true;
  for (const [signal, code] of Object.entries(exitCodeBySignal)) {
    process.on(signal, () => {
      cleanUpNow(signal);
      console.error(`\nInterrupted (${signal}). Run the same command again to go on from here.`);
      process.exit(code);
    });
  }
}
