import { sampleLocalityCode } from './seed/localities.ts';
import { enterSampleAftermath } from './seed/sample-after.ts';
import { enterSampleAssets } from './seed/sample-assets.ts';
import { answerSampleChecks } from './seed/sample-checks.ts';
import { registerSampleFiles } from './seed/sample-files.ts';
import { prepareSampleMeeting } from './seed/sample-preparation.ts';
import { appointSampleStaff } from './seed/sample-staff.ts';
import { planSampleTraining } from './seed/sample-training.ts';
import { type Installation, runInstallation } from './start/installation.ts';
import { checkArguments, readSettings } from './start/settings.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const say = (text: string): void => console.log(text);

const interrupted = new AbortController();

async function main(): Promise<void> {
  const since = Date.now();
  checkArguments(process.argv.slice(2));
  const settings = readSettings(process.env, process.argv.slice(2));
  const starting = runInstallation(
    settings,
    { done: (what, ms) => say(`✓ ${what} (${seconds(ms)})`), warn: (what) => say(`! ${what}`) },
    { signal: interrupted.signal, withPast: true },
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
  await registerSamples(installation, settings.locality);
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

/** Meetings for a newcomer to find in the office; what goes wrong here keeps nobody from working. */
async function registerSamples({ url, password }: Installation, code: string): Promise<void> {
  if (password === null) return;
  const since = Date.now();
  try {
    const count = await registerSampleFiles({ url, password }, sampleLocalityCode(code), since);
    if (count > 0) say(`✓ ${count} sample meetings are registered (${seconds(Date.now() - since)})`);
    const sinceStaff = Date.now();
    const people = await appointSampleStaff({ url, password }, sinceStaff);
    if (people > 0) say(`✓ ${people} sample operators are appointed (${seconds(Date.now() - sinceStaff)})`);
    const sinceDevices = Date.now();
    const devices = await enterSampleAssets({ url, password }, sinceDevices);
    if (devices > 0)
      say(`✓ ${devices} sample devices are in the inventory (${seconds(Date.now() - sinceDevices)})`);
    const courses = await planSampleTraining({ url, password }, Date.now());
    if (courses > 0) say(`✓ ${courses} sample courses and a guide are there`);
    const lines = await enterSampleAftermath({ url, password }, Date.now());
    if (lines > 0) say(`✓ ${lines} sample lines are recorded, with care of devices and what units told`);
    if (await prepareSampleMeeting({ url, password }))
      say('✓ a sample meeting has MCU sheets and a running order');
    const sinceChecks = Date.now();
    const checked = await answerSampleChecks({ url, password }, sinceChecks);
    if (checked > 0) say(`✓ ${checked} sample sites were checked (${seconds(Date.now() - sinceChecks)})`);
  } catch (cause) {
    say(
      `! sample meetings or operators could not be entered: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

main().catch((cause: unknown) => {
  if (interrupted.signal.aborted) return; // Being stopped was the wish.
  console.error(`FAILED: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exit(1);
});
