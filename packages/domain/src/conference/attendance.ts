import { ok } from '@nhipcau/base';
import type {
  Attendance,
  Command,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  SiteId,
} from '@nhipcau/contracts';
import type { Decision, Live } from './decision.ts';
import { refuse } from './stage-moves.ts';

type ReportCommand = Extract<Command, { type: 'report.write' | `attendance.${string}` }>;

/** What a command about reports and attendance brings about. */
export function decideReports(state: ConferenceState, live: Live, command: ReportCommand): Decision {
  const { isInvited } = live.stageContext;
  switch (command.type) {
    case 'report.write': {
      const { siteId, text } = command;
      if (siteId !== null && !isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
      return ok([{ type: 'report.written', siteId, text }]);
    }
    case 'attendance.ask': {
      const stranger = command.siteIds.find((siteId) => !isInvited(siteId));
      if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
      const open = new Set(attendanceOpen(state));
      const siteIds = [...new Set(command.siteIds)].filter((siteId) => !open.has(siteId));
      return ok(siteIds.length === 0 ? [] : [{ type: 'attendance.asked', siteIds }]);
    }
    case 'attendance.note': {
      const { siteId, count, people } = command;
      if (!isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
      return ok(attendanceGiven(state, { siteId, count, people }));
    }
  }
}

/** An answer, unless it says what is known already. */
export function attendanceGiven(
  { attendance }: Pick<ConferenceState, 'attendance'>,
  { siteId, count, people }: { siteId: SiteId; count: number; people: string },
): ConferenceEventBody[] {
  const known = attendance.find((one) => one.siteId === siteId);
  const isKnown = known?.count === count && known.people === people && !isOpen(known);
  return isKnown ? [] : [{ type: 'attendance.given', siteId, count, people }];
}

const isOpen = ({ askedAt, givenAt }: Attendance): boolean =>
  askedAt !== null && (givenAt === null || givenAt < askedAt);

/** Sites that were asked and have not answered since (rule RP-2). */
export const attendanceOpen = ({ attendance }: Pick<ConferenceState, 'attendance'>): SiteId[] =>
  attendance.filter(isOpen).map(({ siteId }) => siteId);

/** Attendance after somebody asked or answered. */
export function withAttendance(
  attendance: readonly Attendance[],
  body: Extract<ConferenceEventBody, { type: `attendance.${string}` }>,
  at: Instant,
): Attendance[] {
  const siteIds = body.type === 'attendance.asked' ? body.siteIds : [body.siteId];
  const all = new Map(attendance.map((one) => [one.siteId, one]));
  for (const siteId of siteIds) {
    const known = all.get(siteId) ?? { siteId, askedAt: null, count: null, people: '', givenAt: null };
    all.set(
      siteId,
      body.type === 'attendance.asked'
        ? { ...known, askedAt: at }
        : { ...known, count: body.count, people: body.people, givenAt: at },
    );
  }
  return [...all.values()];
}
