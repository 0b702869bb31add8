import { openDemo } from './demo/open.ts';
import { photograph } from './demo/photographs.ts';
import { playMeeting } from './demo/script.ts';
import { readDemoSettings } from './demo/settings.ts';

const startedAt = Date.now();
const say = (text: string): void => {
  const seconds = Math.floor((Date.now() - startedAt) / 1000);
  console.log(
    `[${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}] ${text}`,
  );
};

async function main(): Promise<void> {
  const settings = readDemoSettings(process.argv.slice(2));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      say('Đang dừng: kết thúc họp, đóng các phòng …');
      stopping.abort();
    });
  const demo = await openDemo(settings, say);
  try {
    if (settings.screenshots === null) await playMeeting(demo, settings, { signal: stopping.signal });
    else await photograph(demo, settings.screenshots);
  } catch (cause) {
    if (!stopping.signal.aborted) throw cause;
  } finally {
    await demo.close();
  }
  say('Đã dừng.');
}

main().then(
  () => process.exit(0),
  (cause: unknown) => {
    console.error(`FAILED: ${cause instanceof Error ? cause.message : String(cause)}`);
    process.exit(1);
  },
);
