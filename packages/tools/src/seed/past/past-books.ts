import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  AccountDetail,
  Grant,
  type LogEntry,
  LogList,
  type MeetingId,
  OrganisationId,
  SetGrants,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { type SignedIn, signIn } from '../../headless-room/console-line.ts';
import { ask } from '../ask.ts';
import { sampleDirectory } from '../sample.ts';
import type { People } from '../sample-files.ts';
import type { SampleLocality } from '../sample-locality.ts';
import type { PastSession } from './past-sessions.ts';

/** Lines signed at the same time. */
const AT_ONCE = 6;
/** One line in so many is left open, so that it is seen how that looks. */
const LEFT_OPEN = 23;
/** Who keeps the books of all sites while the past is entered; in their own time each site has its own people. */
const keepers = { kythuat: 'technician', lanhdao: 'head' } as const;

/** What each of them had before, while more is lent to them. */
const Lent = z.array(z.strictObject({ userId: z.string(), grants: z.array(Grant) }));

/** @param dataDir - of the server; the file is there as long as rights are lent, also over a kill */
const lentFile = (dataDir: string): string => join(dataDir, 'past-lent.json');

/** Whether a start that was killed left rights with those who kept the books of its past. */
export const areBooksLent = (dataDir: string): boolean => existsSync(lentFile(dataDir));

const grant = (person: SignedIn, userId: string, grants: readonly Grant[]) =>
  ask(person, `/api/accounts/${userId}/grants`, SetGrants.parse({ grants }));

/** Gives those who keep books and answer for them every site, for as long as the past is entered. */
export async function lendBooks(
  signIn: () => Promise<SignedIn>,
  { locality, dataDir }: { locality: SampleLocality; dataDir: string },
): Promise<void> {
  const roots = sampleDirectory(locality).organisations.filter(({ parentId }) => parentId === null);
  const administrator = await signIn();
  const own: z.infer<typeof Lent> = [];
  for (const login of Object.keys(keepers)) {
    const { grants } = AccountDetail.parse(await ask(administrator, `/api/accounts/u-${login}`));
    own.push({ userId: `u-${login}`, grants: grants.map(({ grant: one }) => one) });
  }
  mkdirSync(dirname(lentFile(dataDir)), { recursive: true });
  writeFileSync(lentFile(dataDir), JSON.stringify(own));
  for (const { userId, grants } of own) {
    const role = keepers[userId.slice(2) as keyof typeof keepers];
    const lent = roots.map(({ id }) => ({
      role,
      scope: { kind: 'organisation' as const, organisationId: OrganisationId.parse(id) },
    }));
    await grant(administrator, userId, [...grants, ...lent]);
  }
  await signOut(administrator);
}

/** Takes from them what was lent, of this start or of one that was killed. */
export async function takeBackBooks(signIn: () => Promise<SignedIn>, dataDir: string): Promise<void> {
  if (!areBooksLent(dataDir)) return;
  const own = Lent.parse(JSON.parse(readFileSync(lentFile(dataDir), 'utf8')));
  const administrator = await signIn();
  for (const { userId, grants } of own) await grant(administrator, userId, grants);
  await signOut(administrator);
  rmSync(lentFile(dataDir));
}

/** Sessions of the past do not stay open. */
export async function signOut({ url, cookie }: SignedIn): Promise<void> {
  await fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie } });
}

/** An administrator who has just signed in, as rights are given by those only. */
export const freshAdministrator = (url: string, password: string) => () => signIn(url, 'quantri', password);

/** Whether a line was never signed, or waits for its last signature. */
const isLeft = ({ index }: PastSession, place: number): boolean => (index * 7 + place) % LEFT_OPEN === 11;

/** The books of a meeting signed in the order of the text: the lessor's line, the sites', then whoever confirms them. */
export async function signBooks(people: People, session: PastSession, meetingId: MeetingId): Promise<void> {
  await signAs(await people('vienthong'), meetingId, () => false);
  await signAs(await people('kythuat'), meetingId, (place) => isLeft(session, place));
  await signAs(await people('lanhdao'), meetingId, (place) => isLeft(session, place + 4));
}

async function signAs(
  person: SignedIn,
  meetingId: MeetingId,
  leaves: (place: number) => boolean,
): Promise<void> {
  const { entries } = LogList.parse(await ask(person, `/api/logs?meetingId=${meetingId}`));
  const own = entries
    .filter(({ may, state }) => may.sign && state !== 'confirmed')
    .filter((_, place) => !leaves(place));
  for (let from = 0; from < own.length; from += AT_ONCE)
    await Promise.all(own.slice(from, from + AT_ONCE).map((entry) => sign(person, entry)));
}

const sign = (person: SignedIn, { entryId, digest }: LogEntry) =>
  ask(person, `/api/logs/${entryId}/acts`, { key: randomUUID(), act: { act: 'sign', digest } });
