import { readConfig } from './config.ts';
import { createLogger } from './process/logging.ts';
import { startServer } from './server.ts';

const STOP_TIMEOUT_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const server = await startServer(config, { log });
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

main().catch((cause: unknown) => {
  process.stderr.write(`server: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
