import { spawn } from 'node:child_process';
import { onLauncherGone, standDown } from './interruption.mjs';

const exitCodeBySignal = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };
/** The terminal and npm may both pass on one Ctrl-C; the program must see one, for a second often means "at once". */
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program in our place: it gets our arguments, environment and output, our signals are passed on to it, and we
 * end as it ends.
 *
 * It leads its own process group, so that a Ctrl-C reaches it once, through us.
 */
export function handOver(program, args, env) {
  standDown();
  const child = spawn(program, args, { env, stdio: 'inherit', detached: true });
  const lastAt = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = Date.now();
      if (now - (lastAt.get(signal) ?? 0) < SAME_SIGNAL_MS) return;
      lastAt.set(signal, now);
      child.kill(signal);
    });
  }
  onLauncherGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? exitCodeBySignal[signal] ?? 1));
  });
}
