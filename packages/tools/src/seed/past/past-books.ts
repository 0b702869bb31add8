import { randomUUID } from 'node:crypto';
import {
  AccountDetail,
  type Grant,
  type LogEntry,
  LogList,
  type MeetingId,
  OrganisationId,
  SetGrants,
} from '@nhipcau/contracts';
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

/**
 * Gives those who keep books and answer for them every site, for as long as the past is entered.
 *
 * @returns what takes it from them again
 */
export async function lendBooks(
  signIn: () => Promise<SignedIn>,
  locality: SampleLocality,
): Promise<() => Promise<void>> {
  const roots = sampleDirectory(locality).organisations.filter(({ parentId }) => parentId === null);
  const administrator = await signIn();
  const own: (readonly [string, readonly Grant[]])[] = [];
  const grant = (person: SignedIn, userId: string, grants: readonly Grant[]) =>
    ask(person, `/api/accounts/${userId}/grants`, SetGrants.parse({ grants }));
  for (const [login, role] of Object.entries(keepers)) {
    const userId = `u-${login}`;
    const { grants } = AccountDetail.parse(await ask(administrator, `/api/accounts/${userId}`));
    const before = grants.map(({ grant: one }) => one);
    const lent = roots.map(({ id }) => ({
      role,
      scope: { kind: 'organisation' as const, organisationId: OrganisationId.parse(id) },
    }));
    await grant(administrator, userId, [...before, ...lent]);
    own.push([userId, before]);
  }
  await signOut(administrator);
  return async () => {
    const again = await signIn();
    for (const [userId, grants] of own) await grant(again, userId, grants);
    await signOut(again);
  };
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
