import type { Clock } from '@nhipcau/base';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { createLogger } from './logging.ts';

const STOP_TIMEOUT_MS = 10_000;

/** The process of a server: configuration from the environment, until it is asked to end. */
export function runServer(parts: { clock?: Clock } = {}): void {
  run(parts).catch((cause: unknown) => {
    process.stderr.write(`server: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  });
}

async function run(parts: { clock?: Clock }): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const server = await startServer(config, { log, ...parts });
  const stop = (reason: string) => {
    log.info({ reason }, 'server stops');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    server.close().then(
      () => process.exit(0),
      (cause: unknown) => {
        log.error({ err: cause }, 'server could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  // Whoever supervises us is gone: nobody would end us later.
  process.once('disconnect', () => stop('supervisor gone'));
}
