import {
  type ApproveMeans,
  instant,
  type MeetingId,
  Network,
  type SecretMeans,
  type SecurityRules,
  SiteId,
} from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { type FormFile, readFormFile } from '../documents/form-access.ts';
import { authorise } from '../http/caller.ts';
import { clearanceOf } from '../registration/permit.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';

/** By which devices and lines the sites take part in a meeting with state secrets (R-SEC-07; HN Đ5.2, Đ17). */
export class SecretMeansService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, MEETING_NOT_SECRET */
  async read(meetingId: MeetingId, { person }: Worker): Promise<SecretMeans> {
    const { database } = this.#parts;
    const file = await readSecretFile(database, meetingId);
    const clearance = clearanceOf(file, person);
    if (clearance === 'nothing') throw new AppError('MEETING_NOT_FOUND', { meetingId });
    if (clearance === 'metadata') throw new AppError('NOT_ALLOWED', { action: 'registration.read' });
    const rows = await database
      .selectFrom('site')
      .leftJoin('secret_means', (join) =>
        join
          .onRef('secret_means.site_id', '=', 'site.id')
          .onRef('secret_means.line', '=', 'site.network')
          .on('secret_means.meeting_id', '=', meetingId)
          .on('secret_means.withdrawn_at', 'is', null),
      )
      .select(['site.id', 'site.name', 'site.network', 'device', 'document', 'at', 'by_name'])
      .where('site.id', 'in', sitesOf(file))
      .orderBy('site.number')
      .execute();
    return {
      cite: rulesOf(file).cite,
      mayApprove: can(person.grants, 'registration.decide', placeOf(file)),
      sites: rows.map((row) => {
        const network = Network.parse(row.network);
        return {
          siteId: SiteId.parse(row.id),
          siteName: row.name,
          network,
          lineAllowed: rulesOf(file).lines.includes(network),
          approved:
            row.device === null || row.document === null || row.at === null || row.by_name === null
              ? null
              : {
                  device: row.device,
                  document: row.document,
                  at: instant(row.at.getTime()),
                  byName: row.by_name,
                },
        };
      }),
    };
  }

  /**
   * A further approval takes the place of the one before.
   *
   * @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, MEETING_NOT_SECRET, SITE_NOT_INVITED, SECRET_LINE_FORBIDDEN
   */
  async approve(meetingId: MeetingId, { siteId, device, document }: ApproveMeans, worker: Worker) {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await readSecretFile(trx, meetingId);
      authorise(worker.person, 'registration.decide', placeOf(file));
      if (!sitesOf(file).includes(siteId)) throw new AppError('SITE_NOT_INVITED', { siteId });
      const site = await trx
        .selectFrom('site')
        .select('network')
        .where('id', '=', siteId)
        .executeTakeFirstOrThrow();
      const line = Network.parse(site.network);
      const { lines, cite } = rulesOf(file);
      if (!lines.includes(line))
        throw new AppError('SECRET_LINE_FORBIDDEN', { line, clause: cite[0]?.article ?? null });
      const at = clock.now();
      await this.#withdraw(trx, { meetingId, siteId, at, reason: `Thay bằng ${device}` });
      await trx
        .insertInto('secret_means')
        .values({
          id: uuidv7(),
          meeting_id: meetingId,
          site_id: siteId,
          device,
          line,
          document,
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'secretMeans.approve',
        subject: siteId,
        meetingId,
        facts: { device, line, document },
      });
    });
  }

  /** From the answer on the site does not get in with it again. @throws {AppError} as `approve`, SECRET_MEANS_NOT_APPROVED */
  async withdraw(meetingId: MeetingId, siteId: SiteId, reason: string, worker: Worker): Promise<void> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await readSecretFile(trx, meetingId);
      authorise(worker.person, 'registration.decide', placeOf(file));
      const at = clock.now();
      if (!(await this.#withdraw(trx, { meetingId, siteId, at, reason })))
        throw new AppError('SECRET_MEANS_NOT_APPROVED', { siteId });
      await auditAct(trx, worker, {
        at,
        action: 'secretMeans.withdraw',
        subject: siteId,
        meetingId,
        facts: { reason },
      });
    });
  }

  async #withdraw(
    trx: Executor,
    { meetingId, siteId, at, reason }: { meetingId: string; siteId: string; at: number; reason: string },
  ): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('secret_means')
      .set({ withdrawn_at: new Date(at), withdrawn_reason: reason.slice(0, 300) })
      .where('meeting_id', '=', meetingId)
      .where('site_id', '=', siteId)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }
}

async function readSecretFile(executor: Executor, meetingId: MeetingId): Promise<FormFile> {
  const file = await readFormFile(executor, meetingId);
  if (!file.registration.data.secret.declared || file.profile.office.security.secret === null)
    throw new AppError('MEETING_NOT_SECRET', { meetingId });
  return file;
}

const none: Pick<NonNullable<SecurityRules['secret']>, 'lines' | 'cite'> = { lines: [], cite: [] };
const rulesOf = ({ profile }: FormFile) => profile.office.security.secret ?? none;
const sitesOf = ({ registration }: FormFile) => registration.data.sites.map(({ siteId }) => siteId);
const placeOf = ({ registration, hostPath }: FormFile) => ({
  organisationPath: hostPath,
  meetingId: registration.meetingId,
});
