/**
 * Ctrl-C and SIGTERM, handled in one place: whatever must not outlive the script registers its end here.
 *
 * The clean-ups run synchronously, newest first, and then the process ends by the usual code of the signal.
 */
const LAUNCHER_CHECK_MS = 500;
const cleanUps = new Set();
const exitCodeBySignal = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
let listening = false;
let isStoodDown = false;

/**
 * Tells once when npm, which started us, is gone: it puts a shell between us and itself, and the shell does not pass
 * signals on. A script started without npm may outlive its parent on purpose (nohup) and is left alone.
 */
export function onLauncherGone(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const launcher = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    tell();
  }, LAUNCHER_CHECK_MS);
  timer.unref();
}

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

/** From here on somebody else decides what an interruption means. */
export function standDown() {
  isStoodDown = true;
}

function listen() {
  if (listening) return;
  listening = true;
  const end = (signal) => {
    if (isStoodDown) return;
    cleanUpNow(signal);
    console.error(`\nInterrupted (${signal}). Run the same command again to go on from here.`);
    process.exit(exitCodeBySignal[signal]);
  };
  for (const signal of Object.keys(exitCodeBySignal)) process.on(signal, end);
  onLauncherGone(() => end('SIGTERM'));
}
