import { randomUUID } from 'node:crypto';
import {
  CaseList,
  type CheckLine,
  type MeetingId,
  MeetingLedger,
  NoticeBoard,
  RegistrationDetail,
  SiteCheckSheet,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration } from '@nhipcau/testkit';
import { z } from 'zod';
import { at, type Day, FRIDAY, said } from './day.ts';
import type { People } from './people.ts';

const HOUR_MS = 3_600_000;
/** Values with which the items pass that want one. */
const readings: Readonly<Record<string, number | string>> = {
  address: '10.35.1.24',
  pictureSources: 2,
  pictureFormat: 1080,
  audioLoop: 24,
  noise: -58,
  echoCancellation: 'bật',
  callBandwidth: 4_000,
  contentBandwidth: 2_000,
  lineGateway: 4,
  lineMcu: 0,
  cameraPositions: 5,
};
export const readingOf = ({ measure }: Pick<CheckLine, 'measure'>): number | string | null =>
  readings[measure] ?? null;

/** What is done with a meeting's file by its interface, as the office journeys do it on screen. */
export class Desk {
  readonly #people: People;
  readonly #day: Day;
  #meetingId: MeetingId | null = null;

  constructor(people: People, day: Day) {
    this.#people = people;
    this.#day = day;
  }

  get meetingId(): MeetingId {
    if (this.#meetingId === null) throw new Error('nothing is registered yet');
    return this.#meetingId;
  }

  get sites(): readonly string[] {
    const { chair, terminal, dropped, others } = this.#day;
    return [chair, terminal, dropped, ...others];
  }

  async register(): Promise<void> {
    const { clerk, data, chair } = this.#day;
    const start = at(`${FRIDAY} 08:00`);
    const registration = aRegistration(start, {
      ...data,
      chairSiteId: aRegisteredSite(chair).siteId,
      sites: this.sites.map((id) => aRegisteredSite(id)),
    });
    const made = await this.#people.ask(clerk, '/api/registrations', RegistrationDetail, {
      data: { ...registration, official: { start, end: start + 2 * HOUR_MS } },
    });
    this.#meetingId = made.registration.meetingId;
    await this.act(clerk, 'submit');
  }

  async act(login: string, act: string): Promise<void> {
    const { registration } = await this.file(login);
    await this.#people.ask(login, `/api/registrations/${this.meetingId}/acts`, RegistrationDetail, {
      revision: registration.revision,
      act,
      reason: null,
      reception: null,
      displace: [],
    });
  }

  file(login = 'dieuhanh'): Promise<z.infer<typeof RegistrationDetail>> {
    return this.#people.ask(login, `/api/registrations/${this.meetingId}`, RegistrationDetail);
  }

  /** Every duty of the file: its limit as the texts say it. */
  async limits(): Promise<Record<string, string | null>> {
    const { timetable } = await this.#ledger();
    return Object.fromEntries(timetable.entries.map(({ deadlineId, dueAt }) => [deadlineId, said(dueAt)]));
  }

  /** Every duty of the file: how it stands. */
  async duties(): Promise<Record<string, string>> {
    const { timetable } = await this.#ledger();
    return Object.fromEntries(timetable.entries.map(({ deadlineId, state }) => [deadlineId, state]));
  }

  #ledger(): Promise<z.infer<typeof MeetingLedger>> {
    return this.#people.ask('dieuhanh', `/api/deadlines/${this.meetingId}`, MeetingLedger);
  }

  board(): Promise<z.infer<typeof NoticeBoard>> {
    return this.#people.ask('trucban', `/api/notices/meetings/${this.meetingId}`, NoticeBoard);
  }

  /** Calls everybody of the roles and writes down who took the call. */
  async telephone(isMeant: (role: string) => boolean): Promise<void> {
    const { notices } = await this.board();
    const waiting = notices.flatMap(({ recipients, isSuperseded, acknowledge }) =>
      acknowledge && !isSuperseded
        ? recipients.filter(
            ({ role, kind, acknowledgedAt }) =>
              isMeant(role) && acknowledgedAt === null && kind !== 'public' && kind !== 'nobody',
          )
        : [],
    );
    for (const { recipientId } of waiting)
      await this.#people.ask('trucban', `/api/notices/recipients/${recipientId}/acknowledge`, z.unknown(), {
        duty: { name: 'Người trực', phone: '0900 000 123' },
        started: false,
        standby: [],
        spokenTo: 'Người trực',
      });
  }

  sheet(siteId: string, login = 'dieuhanh'): Promise<z.infer<typeof SiteCheckSheet>> {
    return this.#people.ask(login, `/api/preparation/${this.meetingId}/sites/${siteId}`, SiteCheckSheet);
  }

  /** Everything of a phase that is open at a site is answered well. */
  async pass(siteId: string, phase: string, answeredAt: number): Promise<void> {
    const { phases } = await this.sheet(siteId);
    const lines = phases.find((one) => one.phase === phase)?.lines ?? [];
    const answers = lines
      .filter(({ mayAnswer, state }) => mayAnswer && state !== 'passed')
      .map((line) => ({
        key: randomUUID(),
        phase,
        item: line.key,
        outcome: 'passed',
        value: readingOf(line),
        note: null,
        fromChairSeat: line.fromChairSeat,
        answeredAt,
      }));
    if (answers.length > 0)
      await this.#people.ask(
        'dieuhanh',
        `/api/preparation/${this.meetingId}/sites/${siteId}/answers`,
        z.unknown(),
        { answers, configuration: null },
      );
  }

  async cases(): Promise<z.infer<typeof CaseList>['cases']> {
    const { cases } = await this.#people.ask(
      'dieuhanh',
      `/api/meetings/${this.meetingId}/incident-cases`,
      CaseList,
    );
    return cases;
  }
}
