import type { Clock } from '@nhipcau/base';
import {
  type EndpointKind,
  type Instant,
  instant,
  MeetingId,
  type RequestRoomLink,
  type RoomHelp,
  type RoomSessionOpened,
  type SessionInfo,
  SiteId,
  type UserId,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { checkTerminal } from '../assets/terminal-use.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { checkInvited } from '../meetings/invited-site.ts';
import { type CurrentContactPoint, contactPointsOf } from '../notices/contact-points.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { checkEndpoint } from '../security/endpoints.service.ts';
import { noticeViolation } from '../security/notice-violation.ts';
import { checkSecretMeans } from '../security/secret-meetings.ts';
import { meetingPlace } from './meeting-place.ts';
import { checkPersonalDevice } from './personal-devices.service.ts';
import { hashSecret, newSecret } from './secrets.ts';

const LINK_LIFE_MS = 15 * 60_000;
const ROOM_SESSION_LIFE_MS = 24 * 3600_000;

export interface RoomSession {
  readonly meetingId: MeetingId;
  readonly siteId: SiteId;
  /** The device of somebody's own that it is; null: the terminal of the site. */
  readonly deviceId: string | null;
  readonly expiresAt: number;
}

const isUnapproved = ({ code }: AppError): boolean =>
  code === 'DEVICE_NOT_APPROVED' || code === 'PERSONAL_DEVICE_FORBIDDEN';

/** Whoever holds a link that is over learns for which meeting it was, so as to ask there to be let in (R-CON-12). */
async function linkInvalid(trx: Executor, linkHash: Buffer): Promise<AppError> {
  const over = await trx
    .selectFrom('room_link')
    .select('meeting_id')
    .where('secret_hash', '=', linkHash)
    .executeTakeFirst();
  return new AppError('ROOM_LINK_INVALID', over ? { meetingId: over.meeting_id } : {});
}

/** One-time links by which a device becomes the room of a site for one meeting. */
export class RoomLinksService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, MEETING_ENDED, SITE_NOT_INVITED, ENDPOINT_KIND_NOT_ADMITTED, DEVICE_NOT_APPROVED, PERSONAL_DEVICE_FORBIDDEN, SECRET_MEANS_NOT_APPROVED, TERMINAL_NOT_CLEARED */
  async issue(wanted: RequestRoomLink, person: SessionInfo, correlationId: string) {
    try {
      return await this.#issue(wanted, person, correlationId);
    } catch (cause) {
      if (cause instanceof AppError && isUnapproved(cause)) await this.#notice(wanted, person);
      throw cause;
    }
  }

  /** Somebody tried to bring in a device that is not approved: what the text prohibits is registered (R-SEC-12). */
  async #notice({ meetingId, siteId, personalDeviceId }: RequestRoomLink, person: SessionInfo) {
    const site = await this.#database
      .selectFrom('site')
      .select(['name', 'organisation_id'])
      .where('id', '=', siteId)
      .executeTakeFirst();
    if (!site) return;
    await noticeViolation(this.#database, {
      what: 'unapprovedDevice',
      organisationId: site.organisation_id,
      meetingId,
      evidence: `${site.name}: ${person.name} mở phòng họp cho thiết bị cá nhân chưa được chấp thuận`,
      fingerprint: `${meetingId} ${siteId} ${personalDeviceId ?? ''}`,
      at: this.#clock.now(),
    });
  }

  async #issue(
    { meetingId, siteId, personalDeviceId, endpoint }: RequestRoomLink,
    person: SessionInfo,
    correlationId: string,
  ) {
    const at = this.#clock.now();
    const kind = endpoint ?? (personalDeviceId === undefined ? 'siteTerminal' : 'personalDevice');
    const secret = newSecret();
    const expiresAt = at + LINK_LIFE_MS;
    await this.#database.transaction().execute(async (trx) => {
      const meeting = await trx
        .selectFrom('meeting')
        .select(['phase', 'chair_site_id'])
        .where('id', '=', meetingId)
        .executeTakeFirst();
      if (!meeting) throw new AppError('MEETING_NOT_FOUND');
      const chairSiteId = SiteId.parse(meeting.chair_site_id);
      authorise(person, 'room.open', await meetingPlace(trx, { meetingId, chairSiteId }, person.grants));
      if (meeting.phase === 'ended') throw new AppError('MEETING_ENDED');
      await checkInvited(trx, meetingId, siteId);
      await checkEndpoint(trx, { kind, meetingId, now: at });
      if (kind === 'siteTerminal') await checkTerminal(trx, { siteId, now: at });
      if (kind === 'personalDevice') await checkPersonalDevice(trx, personalDeviceId ?? null);
      await checkSecretMeans(trx, { meetingId, siteId });
      await trx
        .insertInto('room_link')
        .values({
          secret_hash: hashSecret(secret),
          meeting_id: meetingId,
          site_id: siteId,
          issued_by: person.userId,
          issued_at: new Date(at),
          expires_at: new Date(expiresAt),
          personal_device_id: personalDeviceId ?? null,
          endpoint: kind,
        })
        .execute();
      const actor: AuditActor = { actorKind: 'user', actorId: person.userId, actorName: person.name };
      await appendAudit(trx, {
        at,
        actor,
        action: 'roomLink.issue',
        meetingId,
        subject: siteId,
        facts: { endpoint: kind, ...(personalDeviceId === undefined ? {} : { personalDeviceId }) },
        correlationId,
      });
    });
    // After the hash sign it reaches neither our logs nor a proxy's.
    return { path: `/phong#${secret}`, expiresAt: instant(expiresAt) };
  }

  /** @throws {AppError} ROOM_LINK_INVALID when it is unknown, over, or used before */
  async open(link: string, correlationId: string): Promise<RoomSessionOpened> {
    const at = this.#clock.now();
    const linkHash = hashSecret(link);
    return this.#database.transaction().execute(async (trx) => {
      const used = await trx
        .updateTable('room_link')
        .set({ used_at: new Date(at) })
        .where('secret_hash', '=', linkHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date(at))
        .returning(['meeting_id', 'site_id'])
        .executeTakeFirst();
      if (!used) throw await linkInvalid(trx, linkHash);
      return this.#seat(trx, { ...used, linkHash, correlationId });
    });
  }

  /**
   * The room of an endpoint that an operator let in at the door, as if by a link opened at once; asked for again, it is a
   * new one in place of that of before.
   */
  async openAdmitted(
    {
      secretHash,
      meetingId,
      siteId,
      endpoint,
      deviceId,
      issuedBy,
    }: {
      secretHash: Buffer;
      meetingId: MeetingId;
      siteId: SiteId;
      endpoint: EndpointKind;
      deviceId: string | null;
      issuedBy: UserId;
    },
    correlationId: string,
  ): Promise<RoomSessionOpened> {
    const at = this.#clock.now();
    return this.#database.transaction().execute(async (trx) => {
      await trx
        .insertInto('room_link')
        .values({
          secret_hash: secretHash,
          meeting_id: meetingId,
          site_id: siteId,
          issued_by: issuedBy,
          issued_at: new Date(at),
          expires_at: new Date(at + LINK_LIFE_MS),
          used_at: new Date(at),
          personal_device_id: deviceId,
          endpoint,
        })
        .onConflict((conflict) => conflict.column('secret_hash').doNothing())
        .execute();
      await trx.deleteFrom('room_session').where('link_hash', '=', secretHash).execute();
      return this.#seat(trx, {
        meeting_id: meetingId,
        site_id: siteId,
        linkHash: secretHash,
        correlationId,
      });
    });
  }

  async #seat(
    trx: Executor,
    {
      meeting_id: meetingId,
      site_id: siteId,
      linkHash,
      correlationId,
    }: { meeting_id: string; site_id: string; linkHash: Buffer; correlationId: string },
  ): Promise<RoomSessionOpened> {
    const at = this.#clock.now();
    const expiresAt = at + ROOM_SESSION_LIFE_MS;
    const token = newSecret();
    await trx
      .insertInto('room_session')
      .values({
        token_hash: hashSecret(token),
        meeting_id: meetingId,
        site_id: siteId,
        link_hash: linkHash,
        opened_at: new Date(at),
        expires_at: new Date(expiresAt),
      })
      .execute();
    const { name } = await trx
      .selectFrom('site')
      .select('name')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow();
    const actor: AuditActor = { actorKind: 'room', actorId: siteId, actorName: null };
    await appendAudit(trx, {
      at,
      actor,
      action: 'roomSession.open',
      meetingId,
      subject: siteId,
      correlationId,
    });
    return {
      token,
      meetingId: MeetingId.parse(meetingId),
      siteId: SiteId.parse(siteId),
      siteName: name,
      expiresAt: instant(expiresAt),
      help: await helpOf(trx, meetingId, instant(at)),
    };
  }

  /** @throws {AppError} DEVICE_NOT_APPROVED for a room that is over because the approval of its device was withdrawn */
  async find(token: string): Promise<RoomSession | null> {
    const row = await this.#database
      .selectFrom('room_session')
      .innerJoin('room_link', 'secret_hash', 'link_hash')
      .leftJoin('personal_device as device', 'device.id', 'personal_device_id')
      .select([
        'device.state as device_state',
        'room_session.meeting_id',
        'room_session.site_id',
        'room_session.expires_at',
        'personal_device_id',
      ])
      .where('token_hash', '=', hashSecret(token))
      .executeTakeFirst();
    if (!row) return null;
    if (row.expires_at.getTime() <= this.#clock.now()) {
      if (row.device_state === 'revoked') throw new AppError('DEVICE_NOT_APPROVED', { state: 'revoked' });
      return null;
    }
    return {
      meetingId: MeetingId.parse(row.meeting_id),
      siteId: SiteId.parse(row.site_id),
      deviceId: row.personal_device_id,
      expiresAt: row.expires_at.getTime(),
    };
  }
}

/** Whom a room calls: the technician where the meeting is chaired, and the desks the regulation names for support. */
async function helpOf(trx: Executor, meetingId: string, now: Instant): Promise<RoomHelp[]> {
  const chair = await trx
    .selectFrom('meeting')
    .innerJoin('site', 'site.id', 'meeting.chair_site_id')
    .select(['site.name', 'site.duty_title', 'site.duty_phone'])
    .where('meeting.id', '=', meetingId)
    .executeTakeFirst();
  const atChair = chair && {
    name: [chair.duty_title, chair.name].filter(Boolean).join(', '),
    telephone: chair.duty_phone,
    other: null,
  };
  const desks = (await supportDesks(trx, now)).map(({ label, telephone, email, other }) => ({
    name: label,
    telephone,
    other: telephone === null ? (email ?? other) : null,
  }));
  return [...(atChair ? [atChair] : []), ...desks].filter(
    ({ telephone, other }) => telephone !== null || other !== null,
  );
}

/** A room opens also where no regulation is in force. */
async function supportDesks(trx: Executor, now: Instant): Promise<readonly CurrentContactPoint[]> {
  const profile = await regulationInForce(trx, { now }).catch((cause: unknown) => {
    if (cause instanceof AppError) return null;
    throw cause;
  });
  if (profile === null) return [];
  return (await contactPointsOf(trx, profile)).filter(({ purpose }) => purpose === 'support');
}
