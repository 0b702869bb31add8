import { runInstallation } from './start/installation.ts';
import { readSettings } from './start/settings.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const say = (text: string): void => console.log(text);

const interrupted = new AbortController();

async function main(): Promise<void> {
  const since = Date.now();
  const settings = readSettings(process.env, process.argv.slice(2));
  const starting = runInstallation(
    settings,
    { done: (what, ms) => say(`✓ ${what} (${seconds(ms)})`), warn: (what) => say(`! ${what}`) },
    { signal: interrupted.signal },
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    interrupted.abort();
    say('Stopping: nodes, server, database …');
    starting
      .then((installation) => installation.close())
      .then(
        () => {
          say('Stopped.');
          process.exit(0);
        },
        () => process.exit(130), // Stopped before it ran: what had been started is closed.
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  const installation = await starting;
  if (stopping) return;
  say('');
  say(`Nhịp Cầu is ready after ${seconds(Date.now() - since)}.`);
  say('');
  say(`  Open / Mở:           ${installation.url}`);
  for (const { login, name, role } of installation.accounts)
    say(`  ${login.padEnd(10)} ${role.padEnd(14)} ${name}`);
  if (installation.password === null)
    say('  The database was not filled by this start: sign in with your own accounts.');
  else
    say(
      `  Password / Mật khẩu: ${installation.password}   (also in ${settings.dataDir}/sample-accounts.txt)`,
    );
  say('');
  say('Stop with Ctrl-C.');
}

main().catch((cause: unknown) => {
  if (interrupted.signal.aborted) return; // Being stopped was the wish.
  console.error(`FAILED: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exit(1);
});
