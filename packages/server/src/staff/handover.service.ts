import { ContactEntry, instant, type MeetingContacts, RegistrationData } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { readPosts, readSheetHead } from './duty.repository.ts';
import { listPeople } from './operators.repository.ts';
import { auditAct, rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { Units } from './units.ts';

/** Contacts of a meeting's sites, handed to whom the text names (R-DIR-17). */
export class HandoverService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async read(meetingId: string, { person }: Worker): Promise<MeetingContacts> {
    const { database } = this.#parts;
    const { head, units, place, data, rules } = await this.#meeting(database, meetingId);
    authorise(person, 'registration.read', place);
    const meant = rules?.handover.filter(({ urgency }) => urgency.includes(data.urgency)) ?? [];
    const dutyOnly = meant.length > 0 && meant.every(({ content }) => content === 'dutyTechnicians');
    const { entries, missing } = await this.#entries(database, { meetingId, units, data, dutyOnly });
    const rows = await database
      .selectFrom('contact_handover')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .orderBy('id', 'desc')
      .limit(200)
      .execute();
    return {
      meetingId: head.meetingId,
      fileNumber: head.fileNumber,
      recipients: meant.map(({ to, when, cite }) => ({ to, when, cite })),
      entries,
      missing,
      handovers: rows.map((row) => ({
        recipient: row.recipient,
        sentAt: instant(row.sent_at.getTime()),
        byName: row.by_name,
        count: z.array(ContactEntry).parse(row.entries).length,
      })),
      mayHandOver: can(person.grants, 'notice.send', place),
    };
  }

  /** Notes that the list as it stands was handed over. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async handOver(meetingId: string, recipient: string, worker: Worker): Promise<MeetingContacts> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const { units, place, data, rules } = await this.#meeting(trx, meetingId);
      authorise(worker.person, 'notice.send', place);
      const rule = rules?.handover.find(({ to }) => to === recipient);
      const { entries } = await this.#entries(trx, {
        meetingId,
        units,
        data,
        dutyOnly: rule?.content === 'dutyTechnicians',
      });
      const now = clock.now();
      await trx
        .insertInto('contact_handover')
        .values({
          meeting_id: meetingId,
          recipient,
          sent_at: new Date(now),
          by_name: worker.person.name,
          entries: JSON.stringify(entries),
        })
        .execute();
      await auditAct(trx, worker, {
        at: now,
        action: 'contacts.handOver',
        subject: recipient,
        meetingId,
        facts: { count: entries.length },
      });
    });
    return this.read(meetingId, worker);
  }

  async #meeting(executor: Executor, meetingId: string) {
    const head = await readSheetHead(executor, meetingId);
    if (!head) throw new AppError('MEETING_NOT_FOUND');
    const row = await executor
      .selectFrom('registration')
      .select(['data', 'locality', 'regulation_version'])
      .where('meeting_id', '=', meetingId)
      .executeTakeFirstOrThrow();
    const units = await Units.read(executor);
    const profile = await findProfile(executor, row.locality, row.regulation_version);
    return {
      head,
      units,
      data: RegistrationData.parse(row.data),
      place: { organisationPath: units.pathOf(head.hostId), meetingId: head.meetingId },
      rules: profile?.office.directory,
    };
  }

  async #entries(
    executor: Executor,
    {
      meetingId,
      units,
      data,
      dutyOnly,
    }: { meetingId: string; units: Units; data: RegistrationData; dutyOnly: boolean },
  ): Promise<{ entries: ContactEntry[]; missing: string[] }> {
    const { today } = await rulesNow(executor, this.#parts.clock);
    const people = Map.groupBy(
      await listPeople(executor, { on: today }),
      ({ organisationId }) => organisationId,
    );
    const posts = Map.groupBy(
      (await readPosts(executor, meetingId)).filter(
        ({ session, filled }) => session === 'official' && filled,
      ),
      ({ siteId }) => siteId,
    );
    const entries: ContactEntry[] = [];
    const missing: string[] = [];
    for (const { siteId } of data.sites) {
      const site = units.site(siteId);
      if (!site) continue;
      const organisation = units.nameOf(site.organisationId);
      const onDuty = (posts.get(siteId) ?? []).flatMap(({ filled, label }) =>
        filled
          ? [
              {
                organisation,
                site: site.name,
                duty: 'main' as const,
                name: filled.name,
                title: label,
                telephone: filled.telephone,
                email: null,
              },
            ]
          : [],
      );
      const staff = dutyOnly
        ? []
        : (people.get(site.organisationId) ?? [])
            .filter((one) => one.siteId === null || one.siteId === siteId)
            .map(({ duty, name, title, telephone, email }) => ({
              organisation,
              site: site.name,
              duty,
              name,
              title,
              telephone,
              email,
            }));
      if (onDuty.length + staff.length === 0) missing.push(site.name);
      entries.push(...onDuty, ...staff);
    }
    return { entries, missing };
  }
}
