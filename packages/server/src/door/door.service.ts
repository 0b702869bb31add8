import type { Clock } from '@nhipcau/base';
import {
  type Actor,
  type ConnectContact,
  type KnockAtDoor,
  KnockId,
  type KnockStanding,
  type KnockTaken,
  type MeetingId,
  type SessionInfo,
} from '@nhipcau/contracts';
import { admissionOf, isWaiting } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import type { RoomLinksService } from '../access/room-links.service.ts';
import { hashSecret, newSecret } from '../access/secrets.ts';
import { AppError } from '../app-error.ts';
import { actorOf } from '../audit/audit.repository.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import { connectContacts, liveRulesOf } from '../conference/live-rules.ts';
import type { Database } from '../database/database.ts';
import { findSites } from '../directory/directory.repository.ts';
import type { Caller } from '../http/caller.ts';
import { knownEndpoint } from './known-endpoint.ts';

/** Nameless callers of one address that may wait at once, so that one computer does not fill the waiting area. */
const MOST_OF_ADDRESS = 10;

export interface DoorOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly meetings: LiveMeetings;
  readonly roomLinks: RoomLinksService;
}

/** Where endpoints ask to be let into a meeting, wait, and get their answer (R-CON-12). */
export class DoorService {
  readonly #options: DoorOptions;
  readonly #addresses = new Map<KnockId, string>();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, MEETING_ENDED, DOOR_FULL, RATE_LIMITED */
  async knock(
    meetingId: MeetingId,
    said: KnockAtDoor,
    { caller, ip, correlationId }: { caller: Caller; ip: string; correlationId: string },
  ): Promise<KnockTaken> {
    const { database, clock, meetings } = this.#options;
    const meeting = await meetings.open(meetingId);
    const { phase } = meeting.state;
    if (phase === 'ended') throw new AppError('MEETING_ENDED');
    const contacts = await this.#contacts(meetingId);
    if (phase !== 'live') return { state: 'early', contacts };
    const known = await knownEndpoint(database, { meetingId, caller, link: said.link ?? null });
    const profile = known.siteId === null ? undefined : (await findSites(database, [known.siteId]))[0];
    const admission = admissionOf(
      {
        ...known,
        site: profile ? { siteId: profile.entry.siteId, isAdmitted: profile.status === 'admitted' } : null,
      },
      meeting.state,
    );
    if (admission.kind === 'planned') return { state: 'planned', siteId: admission.siteId };
    if (profile === undefined) this.#checkAddress(ip, meeting);
    const secret = newSecret();
    const knockId = KnockId.parse(uuidv7());
    const name = profile?.entry.name ?? said.name;
    await database
      .insertInto('door_knock')
      .values({
        secret_hash: hashSecret(secret),
        knock_id: knockId,
        meeting_id: meetingId,
        personal_device_id: known.deviceId,
        at: new Date(clock.now()),
      })
      .execute();
    const since = await meeting.door.knock(
      {
        knockId,
        siteId: profile?.entry.siteId ?? null,
        name,
        organisation: profile?.groupName ?? said.organisation,
        person: said.person,
        phone: said.phone,
        endpoint: known.endpoint,
        why: admission.why,
      },
      {
        actor: caller.kind === 'user' ? personActor(caller.session) : { kind: 'time' },
        audit: {
          actor: actorOf(caller),
          action: 'door.knock',
          subject: profile?.entry.siteId ?? null,
          facts: { knockId, name, person: said.person, phone: said.phone, why: admission.why },
          correlationId,
        },
      },
    );
    if (profile === undefined) this.#addresses.set(knockId, ip);
    return { state: 'waiting', secret, name, since, contacts };
  }

  /** @throws {AppError} MEETING_NOT_FOUND */
  async standing(meetingId: MeetingId, secret: string, correlationId: string): Promise<KnockStanding> {
    const { meetings, roomLinks } = this.#options;
    const meeting = await meetings.open(meetingId);
    if (meeting.state.phase === 'ended') return { state: 'ended' };
    const row = await this.#find(meetingId, secret);
    const asks = row && meeting.door.asked(row.knockId);
    if (!asks) return { state: 'gone' };
    if (asks.answer === null) return { state: 'waiting', contacts: await this.#contacts(meetingId) };
    const { answer } = asks;
    if (answer.kind === 'refused')
      return { state: 'refused', reason: answer.reason, contacts: await this.#contacts(meetingId) };
    const { siteId, endpoint } = answer;
    // Who was let in and then taken out of the meeting knocks anew.
    if (!meeting.state.roster.some((entry) => entry.siteId === siteId)) return { state: 'gone' };
    const room = await roomLinks.openAdmitted(
      {
        secretHash: hashSecret(secret),
        meetingId,
        siteId,
        endpoint,
        deviceId: row.deviceId,
        issuedBy: answer.by.userId,
      },
      correlationId,
    );
    return { state: 'admitted', room };
  }

  async leave(meetingId: MeetingId, secret: string): Promise<void> {
    const row = await this.#find(meetingId, secret);
    if (row) await (await this.#options.meetings.open(meetingId)).door.leave(row.knockId);
  }

  async #find(meetingId: MeetingId, secret: string) {
    const row = await this.#options.database
      .selectFrom('door_knock')
      .select(['knock_id', 'personal_device_id'])
      .where('secret_hash', '=', hashSecret(secret))
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst();
    return row ? { knockId: KnockId.parse(row.knock_id), deviceId: row.personal_device_id } : null;
  }

  #checkAddress(ip: string, meeting: LiveMeeting): void {
    const waiting = new Set(meeting.state.knocks.filter(isWaiting).map(({ knockId }) => knockId));
    for (const knockId of this.#addresses.keys()) if (!waiting.has(knockId)) this.#addresses.delete(knockId);
    const own = [...this.#addresses.values()].filter((address) => address === ip);
    if (own.length >= MOST_OF_ADDRESS) throw new AppError('RATE_LIMITED', { most: MOST_OF_ADDRESS });
  }

  /** Whom to telephone: those whom the text names; where it names nobody with a number, the site that chairs. */
  async #contacts(meetingId: MeetingId): Promise<ConnectContact[]> {
    const { database } = this.#options;
    const named = await connectContacts(database, meetingId, await liveRulesOf(database, meetingId));
    if (named.some(({ phone }) => phone !== null)) return named;
    const chair = await database
      .selectFrom('meeting')
      .innerJoin('site', 'site.id', 'meeting.chair_site_id')
      .select(['site.name', 'site.duty_phone'])
      .where('meeting.id', '=', meetingId)
      .executeTakeFirst();
    return chair ? [...named, { whom: chair.name, phone: chair.duty_phone }] : named;
  }
}

const personActor = ({ userId, name }: SessionInfo): Actor => ({ kind: 'user', userId, name });
