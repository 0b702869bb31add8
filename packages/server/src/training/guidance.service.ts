import { createHash } from 'node:crypto';
import { type Guide, type GuideList, type GuideMeta, instant, type Role } from '@nhipcau/contracts';
import { can, mayEver } from '@nhipcau/domain';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { paperFormatOf } from '../papers/paper-format.ts';
import { auditAct, type StaffParts, type Worker } from '../staff/staff-parts.ts';
import { trainingRules } from './training.service.ts';

const contentTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
} as const;

const MOST_VERSIONS = 50;

/** What is written down for units, by the topics of the text, for the roles it is written for (R-TRN-04). */
export class GuidanceService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  async list({ person }: Worker): Promise<GuideList> {
    const { database, clock } = this.#parts;
    const { rules } = await trainingRules(database, clock.now());
    const mayWrite = mayEver(person.grants, 'guidance.write');
    const rows = await database
      .selectFrom('guide')
      .select(['id', 'topic', 'version', 'title', 'file_name', 'at', 'by_name', 'hash'])
      .select([
        sql<number>`octet_length(content)`.as('bytes'),
        sql<boolean>`exists (select from guide_reading where guide_id = guide.id and user_id = ${person.userId})`.as(
          'is_read',
        ),
      ])
      .orderBy('version', 'desc')
      .execute();
    const versionsOf = Map.groupBy(rows, ({ topic }) => topic);
    return {
      mayWrite,
      topics: rules.guidance
        .filter(({ roles }) => mayWrite || isFor(roles, person))
        .map(({ key, label, by, roles, cite }) => {
          const own = versionsOf.get(key) ?? [];
          return {
            key,
            label,
            by,
            roles,
            article: cite[0]?.article ?? null,
            isNew: own[0] !== undefined && !own[0].is_read,
            versions: own.slice(0, MOST_VERSIONS).map(
              (row): Guide => ({
                guideId: row.id,
                key: row.topic,
                version: row.version,
                title: row.title,
                fileName: row.file_name,
                bytes: row.bytes,
                sha256: row.hash.toString('hex'),
                at: instant(row.at.getTime()),
                byName: row.by_name,
              }),
            ),
          };
        }),
    };
  }

  /** @throws {AppError} NOT_ALLOWED, GUIDE_TOPIC_UNKNOWN, PAPER_FORMAT_REFUSED */
  async add(
    { key, title, fileName }: GuideMeta,
    bytes: Buffer,
    worker: Worker,
  ): Promise<{ version: number }> {
    const { database, clock } = this.#parts;
    if (!can(worker.person.grants, 'guidance.write', {}))
      throw new AppError('NOT_ALLOWED', { action: 'guidance.write' });
    const format = paperFormatOf(bytes);
    if (format === null) throw new AppError('GUIDE_FORMAT_REFUSED');
    return database.transaction().execute(async (trx) => {
      const at = clock.now();
      const { rules } = await trainingRules(trx, at);
      if (!rules.guidance.some((topic) => topic.key === key))
        throw new AppError('GUIDE_TOPIC_UNKNOWN', { key });
      await sql`select pg_advisory_xact_lock(hashtextextended(${`guide:${key}`}, 0))`.execute(trx);
      const version = (await newestVersion(trx, key)) + 1;
      const guideId = uuidv7();
      await trx
        .insertInto('guide')
        .values({
          id: guideId,
          topic: key,
          version,
          title,
          file_name: fileName,
          content_type: contentTypes[format],
          content: bytes,
          hash: createHash('sha256').update(bytes).digest(),
          at: new Date(at),
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'guidance.add',
        subject: guideId,
        facts: { key, version, title },
      });
      return { version };
    });
  }

  /** The file of a version; it counts as opened by whoever fetches it. @throws {AppError} GUIDE_UNKNOWN, NOT_ALLOWED */
  async open(
    guideId: string,
    { person }: Worker,
  ): Promise<{ bytes: Buffer; contentType: string; sha256: string }> {
    const { database, clock } = this.#parts;
    const { rules } = await trainingRules(database, clock.now());
    const row = await database
      .selectFrom('guide')
      .select(['topic', 'content', 'content_type', 'hash'])
      .where('id', '=', guideId)
      .executeTakeFirst();
    if (!row) throw new AppError('GUIDE_UNKNOWN');
    const topic = rules.guidance.find(({ key }) => key === row.topic);
    if (!mayEver(person.grants, 'guidance.write') && !(topic && isFor(topic.roles, person)))
      throw new AppError('NOT_ALLOWED', { action: 'guidance.read' });
    await database
      .insertInto('guide_reading')
      .values({ guide_id: guideId, user_id: person.userId, at: new Date(clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { bytes: row.content, contentType: row.content_type, sha256: row.hash.toString('hex') };
  }
}

const isFor = (roles: readonly Role[], { grants }: Worker['person']): boolean =>
  grants.some(({ role }) => roles.includes(role));

async function newestVersion(trx: Executor, topic: string): Promise<number> {
  const row = await trx
    .selectFrom('guide')
    .select((query) => query.fn.max('version').as('version'))
    .where('topic', '=', topic)
    .executeTakeFirst();
  return row?.version ?? 0;
}
