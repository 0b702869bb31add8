import { setPriority } from 'node:os';
import type { Clock } from '@nhipcau/base';
import { ConfigError, readConfig } from '../config.ts';
import { startNode } from '../node.ts';
import { createLogger, type Logger } from './logging.ts';

/** A stop that takes longer is cut off. */
const STOP_TIMEOUT_MS = 8_000;
const EXIT_CONFIG = 78;

/** Media workers are started afterwards and inherit it. Needs the right to do so (root, or CAP_SYS_NICE). */
function raisePriority(nice: number, log: Logger): void {
  if (nice === 0) return;
  try {
    setPriority(nice);
  } catch (cause) {
    log.debug({ err: cause, nice }, 'priority stays as it was');
  }
}

/** The process of a node: configuration from the environment, until it is asked to end. */
export async function runNode(parts: { clock?: Clock } = {}): Promise<void> {
  const boot = createLogger({ level: 'info', nodeId: 'starting' });

  try {
    const config = readConfig();
    const log = createLogger({ level: config.logLevel, nodeId: config.nodeId });
    raisePriority(config.nice, log);
    const node = await startNode(config, { log, ...parts });
    let stopping = false;
    const stop = (code: number, why: string) => {
      if (stopping) return;
      stopping = true;
      log.info({ why }, 'stopping');
      setTimeout(() => process.exit(code || 1), STOP_TIMEOUT_MS).unref();
      node.stop().then(
        () => process.exit(code),
        (cause: unknown) => {
          log.error({ err: cause }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', () => stop(0, 'SIGTERM'));
    process.on('SIGINT', () => stop(0, 'SIGINT'));
    // Whoever supervises us is gone: nobody would end us later.
    process.on('disconnect', () => stop(0, 'supervisor gone'));
    process.on('uncaughtException', (cause) => {
      log.fatal({ err: cause }, 'defect: uncaught exception');
      stop(1, 'uncaughtException');
    });
    process.on('unhandledRejection', (cause) => {
      log.fatal({ err: cause }, 'defect: unhandled rejection');
      stop(1, 'unhandledRejection');
    });
  } catch (cause) {
    if (cause instanceof ConfigError) boot.fatal({ what: cause.message }, 'configuration is wrong');
    else boot.fatal({ err: cause }, 'node does not start');
    process.exitCode = cause instanceof ConfigError ? EXIT_CONFIG : 1;
  }
}
