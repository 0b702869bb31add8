import { randomUUID } from 'node:crypto';
import {
  BringUpId,
  CaseList,
  type ConferenceEventBody,
  instant,
  type MeetingId,
  type Registration,
  RegistrationDetail,
  SessionEvaluation,
  type Site,
} from '@nhipcau/contracts';
import { type HeldEvent, heldCall } from '@nhipcau/server';
import { ask } from '../ask.ts';
import { actOnFile, type People, registerFile, type SampleFile } from '../sample-files.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** So many sites take part in one meeting of the past: enough for figures, few enough for a quick first start. */
const SITES_EACH = 12;
/** Calls to the chair's screen in one meeting. */
const CALLS_EACH = 3;
const RATED_EACH = 4;
/** Of so many meetings one waits for the signature under its evaluation. */
const SIGNED_NOT = 6;
/** Of a meeting of the past the registration comes this long before it. */
const AHEAD_DAYS = 14;
/** So many weeks ago, always in a half-year that is over. */
const EARLIER_WEEKS = [28, 27];

/** A meeting of the past, and what there was to it. */
export interface PastSession {
  /** Counted from 0; everything about it follows from this number. */
  readonly index: number;
  readonly file: SampleFile;
  /** When it is registered. */
  readonly registeredAt: number;
  readonly minutes: number;
}

const causes = [
  ['line', 'Đứt cáp quang đến trụ sở', 'Nhà mạng chuyển sang tuyến dự phòng'],
  ['power', 'Mất điện khu vực', 'Dùng máy phát điện dự phòng'],
  ['device', 'Thiết bị đầu cuối treo', 'Khởi động lại thiết bị'],
  ['operation', 'Rút nhầm cáp mạng phòng họp', 'Cắm lại cáp, nhắc nhở cán bộ phòng họp'],
] as const;

/** Meetings once a week over a quarter, the locality's own kinds in turn; nothing is left to chance. */
export function pastSessions(files: readonly SampleFile[], now: number, weeks: number): PastSession[] {
  // The half-year before has some too, so that there is one which is over and judged.
  const ago = [
    ...EARLIER_WEEKS.map((week, place) => [week, weeks + place] as const),
    ...Array.from({ length: weeks }, (_, index) => [weeks - index, index] as const),
  ];
  return ago.map(([week, index]) => {
    const kind = files[index % files.length];
    if (!kind) throw new Error('no sample meetings to take the kinds from');
    const registeredAt = now - (week * 7 + AHEAD_DAYS) * DAY_MS;
    return {
      index,
      file: {
        ...kind,
        title: `${kind.title} (phiên ${index + 1})`,
        inDays: AHEAD_DAYS - 1,
        upTo: 'confirmed',
        recording: false,
      },
      registeredAt,
      minutes: 75 + ((index * 35) % 120),
    };
  });
}

/** The chair site with a window over the others that moves on from meeting to meeting. */
export function invitedTo({ index, file }: PastSession, sites: readonly Site[]): Site[] {
  const possible = sites.filter(
    ({ levelCode, status }) => file.levels.includes(levelCode) && status === 'admitted',
  );
  const chair = possible.find(({ roles }) => roles.includes('chair'));
  const others = possible.filter((site) => site !== chair);
  const from = (index * 5) % Math.max(1, others.length);
  const window = [...others.slice(from), ...others.slice(0, from)].slice(0, SITES_EACH - 1);
  return chair ? [chair, ...window] : window;
}

/** Registered and confirmed as it was in its time. */
export const registerPast = (
  people: People,
  session: PastSession,
  sites: readonly Site[],
): Promise<Registration> =>
  registerFile(people, session.file, { sites: invitedTo(session, sites), now: session.registeredAt });

/** What happened in it: sites come, one drops and returns, the chair calls some, attendance is told. */
export function pastEvents(
  { index, minutes }: PastSession,
  { data }: Registration,
  limitMs: number | null,
): { startedAt: number; endedAt: number; events: HeldEvent[] } {
  const startedAt = data.official.start + ((index % 3) - 1) * MINUTE_MS;
  const at = (minute: number) => startedAt + minute * MINUTE_MS;
  const guests = data.sites.map(({ siteId }) => siteId).filter((siteId) => siteId !== data.chairSiteId);
  const moment = (minute: number, body: ConferenceEventBody): HeldEvent => [at(minute), body];
  const joins = data.sites.map(({ siteId }, place) => moment(place / 60, { type: 'site.joined', siteId }));
  const attendance = data.sites.map(({ siteId }, place) =>
    moment(20 + place / 60, {
      type: 'attendance.given',
      siteId,
      count: 6 + ((place * 7 + index) % 18),
      people: '',
    }),
  );
  // Two in three meetings pass undisturbed; one loss in the quarter is longer than a quarter of an hour.
  const lost = index % 3 === 1 ? guests[(index * 3) % guests.length] : undefined;
  const away = index % 12 === 7 ? 19 : 3 + (index % 4);
  const losses =
    lost === undefined
      ? []
      : [
          moment(30, { type: 'site.dropped', siteId: lost, reason: 'timeout' }),
          moment(30 + away, { type: 'site.returned', siteId: lost, awayMs: away * MINUTE_MS }),
        ];
  const calls = guests.slice(0, CALLS_EACH).flatMap((siteId, place) => {
    const slow = (index * CALLS_EACH + place) % 11 === 10;
    const heard = slow ? 36_000 : 4_000 + ((index * 5 + place * 3) % 9) * 1_000;
    return heldCall(
      {
        bringUpId: BringUpId.parse(randomUUID()),
        siteId,
        requestedAt: instant(at(50 + place * 8)),
        by: 'Người điều hành',
        limitMs,
      },
      { pushed: 900, layout: 1_500, seen: heard - 1_200, heard },
      at(54 + place * 8),
    );
  });
  return {
    startedAt,
    endedAt: at(minutes),
    events: [...joins, ...attendance, ...losses, ...calls],
  };
}

/** What people did when it was over: faults closed, sites judged it, the file closed. */
export async function afterPast(
  people: People,
  { index }: PastSession,
  { meetingId, data }: Registration,
): Promise<void> {
  const operator = await people('dieuhanh');
  const { cases } = CaseList.parse(await ask(operator, `/api/meetings/${meetingId}/incident-cases`));
  const [cause, causeWords, solution] = causes[index % causes.length] ?? causes[0];
  for (const { caseId } of cases)
    await ask(operator, `/api/incident-cases/${caseId}/acts`, {
      key: randomUUID(),
      act: { act: 'close', cause, causeWords, solution },
    });
  for (const [place, { siteId }] of data.sites.slice(0, RATED_EACH).entries()) {
    const isPoor = (index * RATED_EACH + place) % 17 === 16;
    const rating = {
      picture: 'good',
      sound: isPoor ? 'poor' : 'good',
      line: place % 5 === 4 ? 'fair' : 'good',
      note: isPoor ? 'Âm thanh rè khi mở nhiều micro' : null,
    };
    await ask(operator, `/api/endings/${meetingId}/acts`, {
      key: randomUUID(),
      act: { act: 'rate', siteId, rating },
    });
  }
  await confirmRatings(people, meetingId);
  // A few sessions wait for their signature.
  if (index % SIGNED_NOT !== SIGNED_NOT - 1) await signEvaluation(people, meetingId);
  await closeFile(people, meetingId);
}

/** Whoever answers for the judgement of the session signs it, where the text asks it. */
async function signEvaluation(people: People, meetingId: MeetingId): Promise<void> {
  const desk = await people('trucban');
  const path = `/api/evaluations/sessions/${meetingId}`;
  const reply = await fetch(`${desk.url}${path}`, { headers: { cookie: desk.cookie } });
  if (!reply.ok) return;
  const { signed, maySign } = SessionEvaluation.parse(await reply.json());
  if (!maySign || signed !== null) return;
  await ask(desk, `${path}/acts`, {
    key: randomUUID(),
    act: { act: 'sign', words: 'Phiên họp bảo đảm chất lượng; các sự cố đã được khắc phục' },
  });
}

/** Whoever leases the service says what it thinks of the sites' words, where the text asks it (R-EVL-02). */
async function confirmRatings(people: People, meetingId: MeetingId): Promise<void> {
  const telecom = await people('vienthong');
  const path = `/api/evaluations/sessions/${meetingId}`;
  const reply = await fetch(`${telecom.url}${path}`, { headers: { cookie: telecom.cookie } });
  // Where the text judges no sessions there is nothing to confirm.
  if (!reply.ok) return;
  const { sites, mayConfirm } = SessionEvaluation.parse(await reply.json());
  if (!mayConfirm) return;
  for (const { siteId, rating, confirmation } of sites)
    if (rating !== null && confirmation === null)
      await ask(telecom, `${path}/acts`, {
        key: randomUUID(),
        act: { act: 'confirmRating', siteId, agreed: true, note: null },
      });
}

/** When a duty of the past was done: in time, but for every eleventh. @param now - what the server takes the time to be */
export const dutyDoneAt =
  ({ index }: PastSession, now: number) =>
  ({ dueAt }: { readonly dueAt: number | null }, place: number): number => {
    const isLate = (index * 7 + place) % 11 === 10;
    return dueAt === null ? now : Math.min(now, dueAt + (isLate ? 40 : -20) * MINUTE_MS);
  };

async function closeFile(people: People, meetingId: MeetingId): Promise<void> {
  const scheduler = await people('dieuphoi');
  const { registration } = RegistrationDetail.parse(await ask(scheduler, `/api/registrations/${meetingId}`));
  await actOnFile(scheduler, registration, 'close');
}
