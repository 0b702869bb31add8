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
import { byCaseNeed, type CaseStanding, can, caseStanding, caseTotals, mayActOnCase } from '@nhipcau/domain';
import type { Database } from '../database/database.ts';
import { Units } from '../staff/units.ts';
import { type CaseFacts, caseFacts } from './case-facts.ts';
import { type CaseMeeting, readCaseMeeting } from './case-meeting.ts';
import { isOfWhole, officialOf, ownParty, reachesOf } from './case-reach.ts';
import { noRules } from './case-watch.ts';
import {
  type CaseRecord,
  casesOf,
  openCases,
  type PartyRecord,
  partiesOf,
  type StepRecord,
  stepsOf,
} from './cases.repository.ts';
import { type PlaceNames, placeNames } from './place-names.ts';

const SHOWN = 300;

interface Looking {
  readonly now: Instant;
  readonly person: SessionInfo;
  readonly units: Units;
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
    };
  }

  async #show(
    records: readonly CaseRecord[],
    looking: Looking,
    meetings: ReadonlyMap<string, CaseMeeting>,
  ): Promise<IncidentCase[]> {
    const ids = records.map(({ caseId }) => caseId);
    const [parties, steps] = [await partiesOf(this.#database, ids), await stepsOf(this.#database, ids)];
    const seen = records.flatMap((record): Shown[] => {
      const meeting = meetings.get(record.meetingId);
      if (!meeting) return [];
      const rules = meeting.profile?.office.incidents ?? noRules;
      const entries = steps.get(record.caseId) ?? [];
      const standing = caseStanding(record, entries, { now: looking.now, rules });
      const own = parties.get(record.caseId) ?? [];
      const isEscalated = standing.escalatedAt !== null;
      const reach = { record, meeting, parties: own, units: looking.units, isEscalated };
      const reaches = reachesOf(looking.person, 'incident.read', reach);
      if (reaches.length === 0) return [];
      const isOfficial = reaches.some((one) => one !== 'party');
      return [{ record, meeting, parties: own, entries, standing, isOfficial }];
    });
    const around = {
      names: await placeNames(this.#database, records),
      facts: await caseFacts(
        this.#database,
        seen.map(({ record, standing }) => ({
          record,
          restoredAt: standing.after === null ? standing.restoredAt : null,
        })),
      ),
    };
    return seen.map((one) => viewOf(one, looking, around));
  }

  async #reportable(meeting: CaseMeeting, { person, units }: Looking): Promise<CaseList['reportable']> {
    const rows = await this.#database
      .selectFrom('meeting_site')
      .innerJoin('site', 'site.id', 'meeting_site.site_id')
      .select(['site.id', 'site.name', 'site.organisation_id'])
      .where('meeting_site.meeting_id', '=', meeting.meetingId)
      .orderBy('site.number')
      .execute();
    const grants = officialOf(person);
    const whole = isOfWhole(person, 'incident.report', meeting);
    return rows.flatMap(({ id, name, organisation_id }) => {
      const siteId = SiteId.parse(id);
      return whole || can(grants, 'incident.report', units.placeOf(organisation_id, siteId))
        ? [{ siteId, name }]
        : [];
    });
  }
}

interface Shown {
  readonly record: CaseRecord;
  readonly meeting: CaseMeeting;
  readonly parties: readonly PartyRecord[];
  readonly entries: readonly StepRecord[];
  readonly standing: CaseStanding;
  /** Whoever looks may know what the meeting is about. */
  readonly isOfficial: boolean;
}

/** A case that is this person's business. */
function viewOf(
  { record, meeting, parties, entries, standing: stands, isOfficial }: Shown,
  { person, units }: Looking,
  { names, facts }: { readonly names: PlaceNames; readonly facts: CaseFacts },
): IncidentCase {
  const rules = meeting.profile?.office.incidents ?? noRules;
  const { toldAt, answeredAt, ...standing } = stands;
  const seen = { record, meeting, parties, units, isEscalated: standing.escalatedAt !== null };
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
    after: standing.after ?? facts.after(record),
    parties: parties.map((party) => ({
      ...partyView(party),
      toldAt: toldAt.get(party.party) ?? null,
      acknowledgedAt: answeredAt.get(party.party) ?? null,
    })),
    atSite: facts.atSite(record),
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
