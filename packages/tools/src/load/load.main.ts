import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { MeetingId } from '@nhipcau/contracts';
import { placesOf } from '../bench/join.ts';
import { LiveStand } from '../bench/live/live-stand.ts';
import { ConsoleLine, signIn } from '../headless-room/console-line.ts';
import { Crowd } from './crowd.ts';
import { Report } from './report.ts';
import { type LoadSettings, readLoadSettings, USAGE } from './settings.ts';

/** `npm run load -- …`: rooms without browsers in a meeting, of an installation of one's own or of any other. */
const REPORT_EVERY_MS = 5_000;

/** The meeting that gets the load, and what ends with it. */
async function openMeeting(settings: LoadSettings) {
  const { url, login, password, meeting, sites, portBase } = settings;
  if (url !== undefined && password !== undefined && meeting !== undefined) {
    const operator = await signIn(url, login, password);
    const meetingId = MeetingId.parse(meeting);
    const line = await ConsoleLine.open(operator, meetingId);
    return { operator, meetingId, line, close: async () => line.close() };
  }
  const stand = await LiveStand.open({ portBase, title: 'Đo tải', ...placesOf(Math.max(2, sites)) });
  const { operator, meetingId, line } = stand;
  return { operator, meetingId, line, close: () => stand.close() };
}

async function run(settings: LoadSettings): Promise<void> {
  const { operator, meetingId, line, close } = await openMeeting(settings);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  try {
    const { chairSiteId } = line.live.meeting;
    const free = line.live.sites.filter(({ state }) => state === 'absent' || state === 'lost');
    // The chair first: it is on air from the beginning.
    const siteIds = free
      .map(({ siteId }) => siteId)
      .sort((a, b) => Number(b === chairSiteId) - Number(a === chairSiteId))
      .slice(0, settings.sites);
    const crowd = await Crowd.prepare({ operator, meetingId, siteIds, sending: settings.sending });
    const report = new Report(crowd, settings.json);
    const timer = setInterval(() => report.tell(), REPORT_EVERY_MS);
    const took = await Promise.race([crowd.enter(settings.ramp * 1_000), aborted(stopped.signal)]);
    if (took) report.entered(took);
    if (!stopped.signal.aborted)
      await (settings.stay === 0
        ? aborted(stopped.signal)
        : pause(settings.stay * 1_000, undefined, { signal: stopped.signal }).catch(() => {}));
    clearInterval(timer);
    report.end();
    await crowd.leave();
  } finally {
    await close();
  }
}

async function aborted(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, 'abort');
  return null;
}

let settings: LoadSettings;
try {
  settings = readLoadSettings(process.argv.slice(2));
} catch (cause) {
  console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
  process.exit(2);
}
await run(settings);
process.exit(0);
