import {
  type DutySheet,
  type FillDutyPost,
  instant,
  type MeetingId,
  OrganisationKind,
  type Registration,
  SiteId,
  silentTraining,
} from '@nhipcau/contracts';
import { can, type DutyMeeting, dutyPostIdentity, dutyPostsOf } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { findPost, type PostRecord, readPosts, readSheetHead, type SheetHead } from './duty.repository.ts';
import { DUTY_QUEUE, DutyLetters } from './duty-letters.ts';
import { dutyTrainingOf } from './duty-training.ts';
import { auditAct, rulesNow, type StaffParts, type TellingParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

const Reminder = z.object({ meetingId: z.string() });

/** States in which a meeting's posts are there to be filled. */
const served: ReadonlySet<string> = new Set([
  'confirmed',
  'noticed',
  'planned',
  'rehearsed',
  'connected',
  'ready',
  'live',
]);

/** Who is on duty for a meeting: posts come with the confirmation, units name the people (R-DIR-23, R-SCH-08). */
export class DutyService implements MoveListener {
  readonly #parts: StaffParts;
  readonly #letters: DutyLetters;

  constructor(parts: TellingParts) {
    this.#parts = parts;
    this.#letters = new DutyLetters(parts);
    parts.jobs.handle(DUTY_QUEUE, (body) => this.remind(Reminder.parse(body).meetingId));
  }

  /** @throws {AppError} DUTY_POSTS_EMPTY when a meeting becomes ready with empty posts on nobody's word */
  async moved(transaction: Executor, { registration, to, at, profile }: Move): Promise<void> {
    const { meetingId } = registration;
    if (to === 'ended' || to === 'closed') return;
    if (!served.has(to)) return dropAll(transaction, meetingId, at);
    if (to === 'ready') await this.#checkReady(transaction, meetingId);
    if (to === 'live') return;
    const units = await Units.read(transaction);
    await store(
      transaction,
      meetingId,
      at,
      dutyPostsOf(profile.office.directory, meetingOf(registration, units)),
    );
    const posts = await readPosts(transaction, meetingId);
    const { fileNumber, data } = registration;
    const isSecret = data.secret.declared;
    await this.#letters.ask(transaction, { meetingId, fileNumber, isSecret, profile, posts, units, at });
  }

  /** Reminds of posts that are still empty a day before they begin; harmless at any time. */
  async remind(meetingId: string): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const head = await readSheetHead(trx, meetingId);
      const profile = head && (await findProfile(trx, head.locality, head.regulationVersion));
      if (!head || !profile) return;
      const posts = await readPosts(trx, meetingId);
      const units = await Units.read(trx);
      await this.#letters.remind(trx, { ...head, profile, posts, units, at: clock.now() });
    });
  }

  async #checkReady(transaction: Executor, meetingId: string): Promise<void> {
    const posts = await readPosts(transaction, meetingId);
    const empty = posts.filter(
      ({ obligatory, filled, session }) => obligatory && !filled && session === 'official',
    );
    if (empty.length === 0) return;
    const { override } = await headOf(transaction, meetingId);
    if (!override) throw new AppError('DUTY_POSTS_EMPTY', { empty: empty.length });
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async sheet(meetingId: string, { person }: Worker): Promise<DutySheet> {
    const { database } = this.#parts;
    const head = await headOf(database, meetingId);
    const units = await Units.read(database);
    const posts = await readPosts(database, meetingId);
    const profile = await findProfile(database, head.locality, head.regulationVersion);
    const training = profile?.office.training ?? silentTraining;
    const judge = await dutyTrainingOf(database, training);
    const isHost = can(person.grants, 'registration.read', {
      organisationPath: units.pathOf(head.hostId),
      meetingId: head.meetingId,
    });
    const shown = posts.filter(
      (post) => isHost || placesOf(post, units).some((place) => can(person.grants, 'staff.read', place)),
    );
    if (!isHost && shown.length === 0) throw new AppError('NOT_ALLOWED');
    return {
      meetingId: head.meetingId,
      fileNumber: head.fileNumber,
      startsAt: head.startsAt,
      posts: shown.map((post) => ({
        postId: post.postId,
        label: post.label,
        session: post.session,
        siteId: post.siteId === null ? null : SiteId.parse(post.siteId),
        place:
          post.siteId !== null
            ? (units.site(post.siteId)?.name ?? null)
            : post.districtId === null
              ? null
              : units.nameOf(post.districtId),
        providers: post.providers,
        startsAt: instant(post.startsAt),
        endsAt: instant(post.endsAt),
        obligatory: post.obligatory,
        filled: post.filled && filledView(post, post.filled, judge),
        mayAssign: placesOf(post, units).some((place) => can(person.grants, 'roster.write', place)),
      })),
      emptyObligatory: posts.filter(({ obligatory, filled }) => obligatory && !filled).length,
      trainedCite: training.trainedOnly?.cite ?? [],
      override: head.override,
      mayOverride: can(person.grants, 'registration.advance', {
        organisationPath: units.pathOf(head.hostId),
        meetingId: head.meetingId,
      }),
    };
  }

  /** @throws {AppError} DUTY_POST_UNKNOWN, DUTY_POST_DROPPED, NOT_ALLOWED */
  async fill(postId: string, body: FillDutyPost, worker: Worker): Promise<DutySheet> {
    const { database, clock } = this.#parts;
    const meetingId = await database.transaction().execute(async (trx) => {
      const post = await findPost(trx, postId);
      if (!post) throw new AppError('DUTY_POST_UNKNOWN');
      if (post.isDropped) throw new AppError('DUTY_POST_DROPPED');
      const units = await Units.read(trx);
      if (!placesOf(post, units).some((place) => can(worker.person.grants, 'roster.write', place)))
        throw new AppError('NOT_ALLOWED', { action: 'roster.write' });
      const now = clock.now();
      await trx
        .insertInto('duty_assignment')
        .values({
          post_id: postId,
          person_id: body.personId,
          name: body.name,
          unit: body.unit,
          telephone: body.telephone,
          at: new Date(now),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'duty.fill',
        subject: postId,
        meetingId: post.meetingId,
      });
      return post.meetingId;
    });
    return this.sheet(meetingId, worker);
  }

  /** The meeting may become ready with empty posts, on this person's word. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DUTY_OVERRIDDEN */
  async override(meetingId: string, reason: string, worker: Worker): Promise<DutySheet> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const head = await headOf(trx, meetingId);
      const units = await Units.read(trx);
      authorise(worker.person, 'registration.advance', {
        organisationPath: units.pathOf(head.hostId),
        meetingId: head.meetingId,
      });
      const { now } = await rulesNow(trx, clock);
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('duty_override')
        .values({
          meeting_id: meetingId,
          reason,
          at: new Date(now),
          by_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) throw new AppError('DUTY_OVERRIDDEN');
      await auditAct(trx, worker, {
        at: now,
        action: 'duty.override',
        subject: meetingId,
        meetingId,
        facts: { reason },
      });
    });
    return this.sheet(meetingId, worker);
  }
}

/** The texts want trained people of the units at their sites; those of telecom and power companies are not asked. */
function filledView(
  { siteId }: PostRecord,
  filled: NonNullable<PostRecord['filled']>,
  judge: Awaited<ReturnType<typeof dutyTrainingOf>>,
) {
  const { personId: _personId, ...view } = filled;
  return { ...view, training: siteId === null ? null : judge(filled) };
}

async function headOf(executor: Executor, meetingId: string): Promise<SheetHead> {
  const head = await readSheetHead(executor, meetingId);
  if (!head) throw new AppError('MEETING_NOT_FOUND');
  return head;
}

/** Where a post stands for questions of rights: its site, its district, and every unit that may provide the person. */
function placesOf({ siteId, districtId, providers }: PostRecord, units: Units) {
  const site = siteId === null ? undefined : units.site(siteId);
  const own = site ? [units.placeOf(site.organisationId, site.siteId)] : [];
  const district = districtId === null ? [] : [units.placeOf(districtId)];
  const outside = units.all
    .filter(({ kind }) => (kind === 'telecom' || kind === 'power') && providers.includes(kind))
    .map(({ organisationId }) => units.placeOf(organisationId));
  return [...own, ...district, ...outside, {}];
}

function meetingOf({ data }: Registration, units: Units): DutyMeeting {
  const ids = new Set([
    ...(data.chairSiteId === null ? [] : [data.chairSiteId]),
    ...data.sites.map(({ siteId }) => siteId),
  ]);
  return {
    chairSiteId: data.chairSiteId,
    chairBody: data.chairBody,
    hostKind: units.find(data.hostOrganisationId)?.kind ?? OrganisationKind.enum.department,
    official: data.official,
    rehearsal: data.rehearsal,
    sites: [...ids].flatMap((siteId) => {
      const site = units.site(siteId);
      const unit = site && units.find(site.organisationId);
      return unit
        ? [
            {
              siteId,
              levelCode: site.levelCode,
              organisationId: unit.organisationId,
              organisationKind: unit.kind,
              districtId: units.districtOf(unit.organisationId),
            },
          ]
        : [];
    }),
  };
}

/** Posts as they are needed now; those of before keep their people, those no longer needed are dropped. */
async function store(
  trx: Executor,
  meetingId: MeetingId,
  at: number,
  posts: ReturnType<typeof dutyPostsOf>,
): Promise<void> {
  const identities = posts.map(dutyPostIdentity);
  await trx
    .updateTable('duty_post')
    .set({ dropped_at: new Date(at) })
    .where('meeting_id', '=', meetingId)
    .where('dropped_at', 'is', null)
    .$if(identities.length > 0, (query) => query.where('identity', 'not in', identities))
    .execute();
  const rows = posts.map((post, index) => ({
    id: uuidv7(),
    meeting_id: meetingId,
    identity: identities[index] ?? '',
    key: post.key,
    label: post.label,
    session: post.session,
    site_id: post.siteId,
    district_id: post.districtId,
    providers: [...post.providers],
    starts_at: new Date(post.from),
    ends_at: new Date(post.to),
    obligatory: post.obligatory,
    dropped_at: null,
  }));
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
    await trx
      .insertInto('duty_post')
      .values(rows.slice(first, first + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['meeting_id', 'identity']).doUpdateSet((eb) => ({
          label: eb.ref('excluded.label'),
          providers: eb.ref('excluded.providers'),
          starts_at: eb.ref('excluded.starts_at'),
          ends_at: eb.ref('excluded.ends_at'),
          obligatory: eb.ref('excluded.obligatory'),
          dropped_at: null,
        })),
      )
      .execute();
}

/** Thirteen parameters a row; PostgreSQL takes 65 535 in one statement. */
const ROWS_AT_ONCE = 1_000;

const dropAll = async (trx: Executor, meetingId: string, at: number): Promise<void> => {
  await trx
    .updateTable('duty_post')
    .set({ dropped_at: new Date(at) })
    .where('meeting_id', '=', meetingId)
    .where('dropped_at', 'is', null)
    .execute();
};
