import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { MeetingId } from '@nhipcau/contracts';
import { placesOf } from '../bench/join.ts';
import { LiveStand } from '../bench/live/live-stand.ts';
import { ConsoleLine, signIn } from '../headless-room/console-line.ts';
import { BranchNetwork } from '../network/branch-network.ts';
import type { Weather } from '../network/weather.ts';
import { Crowd } from './crowd.ts';
import { Report } from './report.ts';
import { type LoadSettings, readLoadSettings, USAGE } from './settings.ts';

/** `npm run load -- …`: rooms without browsers in a meeting, of an installation of one's own or of any other. */
const REPORT_EVERY_MS = 5_000;

const openStand = ({ sites, portBase }: LoadSettings) =>
  LiveStand.open({ portBase, title: 'Đo tải', ...placesOf(Math.max(2, sites)) });

/** The meeting that gets the load, and what ends with it. */
async function openMeeting(settings: LoadSettings) {
  const { url, login, password, meeting } = settings;
  if (url !== undefined && password !== undefined && meeting !== undefined) {
    const operator = await signIn(url, login, password);
    const meetingId = MeetingId.parse(meeting);
    const line = await ConsoleLine.open(operator, meetingId);
    return { operator, meetingId, line, close: async () => line.close() };
  }
  const stand = await openStand(settings);
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

/** The same load from a machine at the end of a line. */
async function runInBranch(settings: LoadSettings, weather: Weather): Promise<void> {
  const stand = await openStand(settings);
  try {
    const { url, password, roomPorts } = stand.installation;
    const branch = await BranchNetwork.open(roomPorts, weather);
    try {
      const { login, sites, sending, ramp, stay, json } = settings;
      const words = { url, login, password, meeting: stand.meetingId, sites, sending, ramp, stay };
      const args = Object.entries(words).map(([name, value]) => `--${name}=${value}`);
      const load = branch.spawn(
        process.execPath,
        [...process.execArgv, import.meta.filename, ...args, ...(json ? ['--json'] : [])],
        { stdio: 'inherit' },
      );
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => load.kill(signal));
      await once(load, 'exit');
    } finally {
      await branch.close();
    }
  } finally {
    await stand.close();
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
await (settings.line ? runInBranch(settings, settings.line) : run(settings));
process.exit(0);
