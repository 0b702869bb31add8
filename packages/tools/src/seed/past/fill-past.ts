import { SiteList } from '@nhipcau/contracts';
import {
  countHeldMeeting,
  createLogger,
  keepHeldMeeting,
  meetHeldDuties,
  readConfig,
  startServer,
} from '@nhipcau/server';
import { openDatabase } from '@nhipcau/server/database';
import { ask } from '../ask.ts';
import { type SampleLocalityCode, sampleLocality } from '../localities.ts';
import { peopleOf, sampleFilesOf } from '../sample-files.ts';
import {
  areBooksLent,
  freshAdministrator,
  lendBooks,
  signBooks,
  signOut,
  takeBackBooks,
} from './past-books.ts';
import { PastClock } from './past-clock.ts';
import { closePeriod, fileQuarter, noteCosts, proposeBudget } from './past-closings.ts';
import { afterPast, dutyDoneAt, pastEvents, pastSessions, registerPast } from './past-sessions.ts';

const QUARTER_WEEKS = 12;
const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 30 * 60_000;
/** Books are signed so long after the end. */
const SIGNED_AFTER_MS = 2 * 3_600_000;
/** Of so many meetings one has its costs noted by its host. */
const COSTS_EACH = 3;
const actors = [
  'trucban',
  'vanthu',
  'vanphong',
  'duyet',
  'dieuhanh',
  'dieuphoi',
  'vienthong',
  'kythuat',
  'lanhdao',
];

export interface PastOptions {
  readonly databaseUrl: string;
  /** Of the server: its keys lie there. */
  readonly dataDir: string;
  readonly port: number;
  readonly locality: SampleLocalityCode;
  readonly password: string;
  readonly now: number;
  /** Weeks before now, a meeting in each; absent: a quarter. */
  readonly weeks?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives a sample installation a past: meetings of the last quarter, registered, held, judged and closed by the system itself
 * at the time of each. The same every time, for a day.
 *
 * @returns how many meetings were held
 */
export async function fillPast(options: PastOptions): Promise<number> {
  const { databaseUrl, dataDir, locality, password, now, weeks = QUARTER_WEEKS, signal } = options;
  const { clock, server } = await serverOfThen(options, now);
  const database = openDatabase(databaseUrl, () => {
    // The query in progress fails by itself and tells why.
  });
  const parts = { database, office: server.office };
  const administrator = freshAdministrator(server.url, password);
  try {
    const sessions = pastSessions(sampleFilesOf[locality], now, weeks);
    clock.set(sessions[0]?.registeredAt ?? now);
    const people = peopleOf(server.url, password);
    await lendBooks(administrator, { locality: sampleLocality(locality), dataDir });
    const { sites } = SiteList.parse(await ask(await people('trucban'), '/api/sites'));
    for (const session of sessions) {
      signal?.throwIfAborted();
      clock.set(session.registeredAt);
      const registration = await registerPast(people, session, sites);
      const { meetingId } = registration;
      const { limit } = await database
        .selectFrom('meeting')
        .select('bring_up_limit_ms as limit')
        .where('id', '=', meetingId)
        .executeTakeFirstOrThrow();
      const held = pastEvents(session, registration, limit);
      clock.set(held.endedAt);
      await keepHeldMeeting(parts, meetingId, held);
      clock.set(held.endedAt + HALF_HOUR_MS);
      await meetHeldDuties(parts, meetingId, { by: 'Trực ban', doneAt: dutyDoneAt(session, clock.now()) });
      await afterPast(people, session, registration);
      await countHeldMeeting(parts, meetingId);
      if (session.index % COSTS_EACH === 0) await noteCosts(await people(session.file.by), meetingId);
      clock.set(held.endedAt + SIGNED_AFTER_MS);
      await signBooks(people, session, meetingId);
    }
    const past = { people, clock, now };
    await closePeriod(past);
    await fileQuarter(past);
    clock.set(now);
    await proposeBudget(past);
    for (const login of actors) await signOut(await people(login));
    return sessions.length;
  } finally {
    try {
      await takeBackBooks(administrator, dataDir);
    } finally {
      await database.destroy();
      await server.close();
    }
  }
}

/** Takes back what an earlier start lent and could not take back, as it was killed; nothing when it did. */
export async function endPastLending(options: Omit<PastOptions, 'locality' | 'weeks'>): Promise<void> {
  if (!areBooksLent(options.dataDir)) return;
  const { clock, server } = await serverOfThen(options, options.now);
  try {
    clock.set(options.now);
    await takeBackBooks(freshAdministrator(server.url, options.password), options.dataDir);
  } finally {
    await server.close();
  }
}

/** The server itself, by a clock that can be set. */
async function serverOfThen(
  { databaseUrl, dataDir, port }: Pick<PastOptions, 'databaseUrl' | 'dataDir' | 'port'>,
  now: number,
) {
  const clock = new PastClock();
  // What comes due from the first of this month on is asked for when the system starts.
  clock.set(now - 30 * DAY_MS);
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    NHIPCAU_DATA_DIR: dataDir,
    NHIPCAU_SERVER_PORT: `${port}`,
    NHIPCAU_LOG_LEVEL: 'silent',
    NHIPCAU_MODE: 'sample',
    NHIPCAU_IDLE_LOCK: 'false',
    NHIPCAU_SESSION_LIFE_S: `${300 * 86_400}`,
    NHIPCAU_REQUESTS_PER_MINUTE: '100000',
    NHIPCAU_WEB_DIR: dataDir,
  });
  return { clock, server: await startServer(config, { clock, log: createLogger('silent') }) };
}
