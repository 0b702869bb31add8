import type { Clock } from '@nhipcau/base';
import {
  type CaseList,
  type IncidentCase,
  type Instant,
  instant,
  type MeetingId,
  type OpenCases,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { byCaseNeed, can, caseStanding, caseTotals, mayActOnCase } from '@nhipcau/domain';
import type { Database, Executor } from '../database/database.ts';
import { Units } from '../staff/units.ts';
import { type CaseMeeting, readCaseMeeting } from './case-meeting.ts';
import { dutyAtSite } from './case-parties.ts';
import { isOfWhole, officialOf, ownParty, reachesOf } from './case-reach.ts';
import { noRules } from './case-watch.ts';
import {
  type CaseRecord,
  casesOf,
  figuresOf,
  openCases,
  type PartyRecord,
  partiesOf,
  type StepRecord,
  stepsOf,
} from './cases.repository.ts';
import { placeNames } from './place-names.ts';

const SHOWN = 300;

interface Looking {
  readonly now: Instant;
  readonly person: SessionInfo;
  readonly units: Units;
  readonly names: Awaited<ReturnType<typeof placeNames>>;
}

/** Cases as somebody may see them. */
export class CaseViews {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} MEETING_NOT_FOUND */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<CaseList> {
    const looking = await this.#looking(person);
    const meeting = await readCaseMeeting(this.#database, meetingId);
    const cases = await this.#show(
      await casesOf(this.#database, meetingId),
      looking,
      new Map([[meetingId, meeting]]),
    );
    const isOfficial = officialOf(person).length > 0;
    return {
      meetingId,
      title: isOfficial ? meeting.title : null,
      fileNumber: meeting.fileNumber,
      totals: caseTotals(cases),
      cases: cases.sort(byCaseNeed),
      reportable: await this.#reportable(meeting, looking),
      mayReport: isOfWhole(person, 'incident.report', meeting),
    };
  }

  /** Of all meetings, what is not closed and is this person's business. */
  async open(person: SessionInfo): Promise<OpenCases> {
    const looking = await this.#looking(person);
    const records = await openCases(this.#database);
    const meetings = new Map<string, CaseMeeting>();
    for (const meetingId of new Set(records.map((record) => record.meetingId)))
      meetings.set(meetingId, await readCaseMeeting(this.#database, meetingId));
    const cases = await this.#show(records, looking, meetings);
    return { cases: cases.sort(byCaseNeed).slice(0, SHOWN) };
  }

  async #looking(person: SessionInfo): Promise<Looking> {
    return {
      now: instant(this.#clock.now()),
      person,
      units: await Units.read(this.#database),
      names: await placeNames(this.#database),
    };
  }

  async #show(
    records: readonly CaseRecord[],
    looking: Looking,
    meetings: ReadonlyMap<string, CaseMeeting>,
  ): Promise<IncidentCase[]> {
    const ids = records.map(({ caseId }) => caseId);
    const [parties, steps] = [await partiesOf(this.#database, ids), await stepsOf(this.#database, ids)];
    const shown: IncidentCase[] = [];
    for (const record of records) {
      const meeting = meetings.get(record.meetingId);
      if (!meeting) continue;
      const own = parties.get(record.caseId) ?? [];
      const entries = steps.get(record.caseId) ?? [];
      const view = await viewOf(this.#database, { record, meeting, parties: own, entries }, looking);
      if (view !== null) shown.push(view);
    }
    return shown;
  }

  async #reportable(
    meeting: CaseMeeting,
    { person, units, names }: Looking,
  ): Promise<CaseList['reportable']> {
    const rows = await this.#database
      .selectFrom('meeting_site')
      .innerJoin('site', 'site.id', 'meeting_site.site_id')
      .select(['site.id', 'site.organisation_id'])
      .where('meeting_site.meeting_id', '=', meeting.meetingId)
      .orderBy('site.number')
      .execute();
    const grants = officialOf(person);
    const whole = isOfWhole(person, 'incident.report', meeting);
    return rows.flatMap(({ id, organisation_id }) => {
      const siteId = SiteId.parse(id);
      return whole || can(grants, 'incident.report', units.placeOf(organisation_id, siteId))
        ? [{ siteId, name: names.of({ siteId, nodeId: null, isLink: false }) }]
        : [];
    });
  }
}

interface Shown {
  readonly record: CaseRecord;
  readonly meeting: CaseMeeting;
  readonly parties: readonly PartyRecord[];
  readonly entries: readonly StepRecord[];
}

/** Null when it is not this person's business. */
async function viewOf(
  executor: Executor,
  { record, meeting, parties, entries }: Shown,
  { now, person, units, names }: Looking,
): Promise<IncidentCase | null> {
  const rules = meeting.profile?.office.incidents ?? noRules;
  const { toldAt, answeredAt, ...standing } = caseStanding(record, entries, { now, rules });
  const seen = { record, meeting, parties, units, isEscalated: standing.escalatedAt !== null };
  const reaches = reachesOf(person, 'incident.read', seen);
  if (reaches.length === 0) return null;
  const isOfficial = reaches.some((reach) => reach !== 'party');
  const handles = reachesOf(person, 'incident.handle', seen);
  const scenario = rules.scenarios.find(({ types }) => types.includes(standing.type));
  const isLink = record.subject.startsWith('link ');
  const { isOfSite: _, byName, subject: _subject, ...head } = record;
  return {
    ...head,
    ...standing,
    faults: [...standing.faults],
    title: isOfficial ? meeting.title : null,
    fileNumber: meeting.fileNumber,
    // What is neither a site nor an MCU is named by what it is about, such as an account.
    place: names.of({ ...record, isLink }) || (record.subject.split(' ')[2] ?? ''),
    openedAs: record.type,
    openedBy: byName,
    after: standing.after ?? (await afterOf(executor, record, standing.restoredAt)),
    parties: parties.map((party) => ({
      ...partyView(party),
      toldAt: toldAt.get(party.party) ?? null,
      acknowledgedAt: answeredAt.get(party.party) ?? null,
    })),
    atSite: record.siteId === null ? null : await atSite(executor, record.meetingId, record.siteId),
    scenario: scenario && isOfficial ? { name: scenario.name, steps: scenario.steps } : null,
    steps: entries.map(({ at, event, byName: name }) => ({ at, event, byName: name })),
    may: {
      handle: handles.length > 0 && standing.state !== 'closed',
      answerForSite: mayActOnCase(handles, 'tellChair') && standing.state !== 'closed',
      interrupt:
        mayActOnCase(handles, 'interrupt') &&
        rules.interruption !== null &&
        record.siteId !== null &&
        record.session === 'session' &&
        standing.state !== 'closed',
      close: mayActOnCase(handles, 'close') && standing.state !== 'closed',
      party: ownParty(person, { parties, units }),
    },
  };
}

const partyView = ({ party, role, roleName, name, person, phone, isNext }: PartyRecord) => ({
  party,
  role,
  roleName,
  name,
  person,
  phone,
  isNext,
});

async function atSite(
  executor: Executor,
  meetingId: string,
  siteId: string,
): Promise<IncidentCase['atSite']> {
  const duty = await dutyAtSite(executor, meetingId, siteId);
  if (duty !== null) return { name: duty.person, phone: duty.phone };
  const row = await executor
    .selectFrom('site')
    .innerJoin('organisation', 'organisation.id', 'site.organisation_id')
    .select(['site.duty_title', 'site.duty_phone', 'organisation.telephone'])
    .where('site.id', '=', siteId)
    .executeTakeFirst();
  return row ? { name: row.duty_title, phone: row.duty_phone ?? row.telephone } : null;
}

/** The line of a site or link after the fault was over. */
export async function afterOf(
  executor: Executor,
  { meetingId, siteId, nodeId, subject }: CaseRecord,
  restoredAt: Instant | null,
) {
  if (restoredAt === null || subject.startsWith('node ') || subject === 'meeting') return null;
  const line = {
    meetingId,
    kind: siteId === null ? 'link' : 'site',
    subject: siteId ?? nodeId ?? '',
  } as const;
  return figuresOf(executor, line, { after: restoredAt });
}
