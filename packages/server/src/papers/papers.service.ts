import type { Clock } from '@nhipcau/base';
import {
  type MeetingId,
  type MeetingPapers,
  PAPERS_PER_MEETING,
  type ReceivedPapers,
  type SessionInfo,
} from '@nhipcau/contracts';
import { safeFileName } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Outbox } from '../notices/outbox.ts';
import { openFile, profileOf } from '../registration/files.ts';
import type { Worker } from '../registration/parts.ts';
import type { Standing } from '../registration/permit.ts';
import { authoriseIssuing, authoriseReading, mayIssue, receivedFor, refuseSecret } from './paper-access.ts';
import { paperFormatOf } from './paper-format.ts';
import { paperLetters } from './paper-letters.ts';
import { papersOf, papersSentTo, recordReceipt, sitePapersOf } from './papers.repository.ts';

/** A paper's bytes with what is needed to send them. */
export interface PaperBytes {
  readonly bytes: Buffer;
  readonly format: string;
  readonly digest: Buffer;
}

/** Whose link it is: the recipient of a notice. */
type LinkHolder = (token: string) => Promise<string>;

/** Invitations and papers of meetings: handed in by the host, sent to the sites, received by them, all on record. */
export class PapersService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #holderOf: LinkHolder;

  constructor({
    database,
    clock,
    outbox,
    holderOf,
  }: { database: Database; clock: Clock; outbox: Outbox; holderOf: LinkHolder }) {
    this.#database = database;
    this.#clock = clock;
    this.#outbox = outbox;
    this.#holderOf = holderOf;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, DOCUMENT_IS_SECRET */
  async list(meetingId: MeetingId, person: SessionInfo): Promise<MeetingPapers> {
    return this.#database.transaction().execute(async (trx) => {
      const standing = await openFile(trx, meetingId);
      authoriseReading(standing, person);
      return this.#listOf(trx, standing, person);
    });
  }

  /**
   * Takes a paper in; nobody is sent it yet. The same bytes again change nothing.
   *
   * @throws {AppError} as `list`, and PAPERS_NOT_NOW, PAPER_REFUSED, PAPERS_TOO_MANY
   */
  async upload(
    meetingId: MeetingId,
    { fileName, bytes }: { fileName: string; bytes: Buffer },
    worker: Worker,
  ): Promise<MeetingPapers> {
    const { person } = worker;
    const format = paperFormatOf(bytes);
    const ending = /\.([^.]+)$/.exec(fileName.trim())?.[1]?.toLowerCase();
    return this.#issuing(meetingId, worker, async (trx, standing) => {
      if (format === null || ending !== format)
        throw new AppError('PAPER_REFUSED', { reason: format === null ? 'content' : 'name' });
      const digest = sha256(bytes);
      const papers = await papersOf(trx, meetingId);
      if (papers.some((paper) => paper.sha256 === digest.toString('hex'))) return null;
      if (papers.length >= PAPERS_PER_MEETING)
        throw new AppError('PAPERS_TOO_MANY', { limit: PAPERS_PER_MEETING });
      const name = safeFileName(fileName, format);
      await trx
        .insertInto('meeting_paper')
        .values({
          id: uuidv7(),
          meeting_id: standing.registration.meetingId,
          name,
          format,
          content: bytes,
          digest,
          uploaded_at: new Date(this.#clock.now()),
          uploaded_by: person.userId,
          uploaded_by_name: person.name,
        })
        .execute();
      return { action: 'paper.upload', facts: { name, sha256: digest.toString('hex') } };
    });
  }

  /** Takes a paper back that nobody was sent. @throws {AppError} as `upload`, and PAPER_UNKNOWN, PAPER_ISSUED */
  async withdraw(meetingId: MeetingId, paperId: string, worker: Worker): Promise<MeetingPapers> {
    return this.#issuing(meetingId, worker, async (trx) => {
      const paper = (await papersOf(trx, meetingId)).find((one) => one.paperId === paperId);
      if (!paper) throw new AppError('PAPER_UNKNOWN');
      if (paper.issuedAt !== null) throw new AppError('PAPER_ISSUED');
      await trx.deleteFrom('meeting_paper').where('id', '=', paperId).execute();
      return { action: 'paper.withdraw', facts: { name: paper.name, sha256: paper.sha256 } };
    });
  }

  /**
   * Sends every paper to every site of the meeting that does not have it yet; each such site has a letter that says which.
   *
   * @throws {AppError} as `list`, and PAPERS_NOT_NOW when there is nothing to send
   */
  async issue(meetingId: MeetingId, worker: Worker): Promise<MeetingPapers> {
    return this.#issuing(meetingId, worker, async (trx, { registration }) => {
      const { data, state } = registration;
      const papers = await papersOf(trx, meetingId);
      if (papers.length === 0) throw new AppError('PAPERS_NOT_NOW', { state });
      const rows = papers.flatMap(({ paperId }) =>
        data.sites.map(({ siteId }) => ({
          paper_id: paperId,
          site_id: siteId,
          sent_at: new Date(this.#clock.now()),
          sent_by: worker.person.userId,
          received_by: null,
          received_via: null,
        })),
      );
      const sent = await trx
        .insertInto('paper_issue')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .returning(['paper_id', 'site_id'])
        .execute();
      await this.#outbox.put(trx, paperLetters(registration, papers, sent));
      return sent.length === 0
        ? null
        : { action: 'paper.issue', facts: { sent: sent.length, sites: data.sites.length } };
    });
  }

  /** The bytes; whoever takes them for a site has received them. @throws {AppError} as `list`, and PAPER_UNKNOWN */
  async download(meetingId: MeetingId, paperId: string, { person, correlationId }: Worker) {
    return this.#database.transaction().execute(async (trx) => {
      const standing = await openFile(trx, meetingId);
      authoriseReading(standing, person);
      const sites = await receivedFor(trx, standing, person);
      const { papers } = await this.#listOf(trx, standing, person);
      if (!papers.some((paper) => paper.paperId === paperId)) throw new AppError('PAPER_UNKNOWN');
      await this.#receive(trx, meetingId, [paperId], sites, {
        actor: actorOfPerson(person),
        by: person.name,
        via: 'account',
        correlationId,
      });
      return bytesOf(trx, paperId);
    });
  }

  /** A site acknowledges all it was sent without opening it. @throws {AppError} as `list` */
  async acknowledge(meetingId: MeetingId, { person, correlationId }: Worker): Promise<MeetingPapers> {
    return this.#database.transaction().execute(async (trx) => {
      const standing = await openFile(trx, meetingId);
      authoriseReading(standing, person);
      const sites = await receivedFor(trx, standing, person);
      const paperIds = (await papersOf(trx, meetingId)).map(({ paperId }) => paperId);
      await this.#receive(trx, meetingId, paperIds, sites, {
        actor: actorOfPerson(person),
        by: person.name,
        via: 'account',
        correlationId,
      });
      return this.#listOf(trx, standing, person);
    });
  }

  /** What the site of a link was sent. Empty for whoever is not a site, and for state secrets. @throws {AppError} ACK_LINK_… */
  async listByLink(token: string): Promise<ReceivedPapers> {
    const holder = await this.#siteOfLink(token);
    return {
      papers: holder === null ? [] : await papersSentTo(this.#database, holder.meetingId, holder.siteId),
    };
  }

  /** @throws {AppError} ACK_LINK_…, PAPER_UNKNOWN */
  async downloadByLink(token: string, paperId: string, correlationId: string): Promise<PaperBytes> {
    const holder = await this.#siteOfLink(token);
    if (holder === null) throw new AppError('PAPER_UNKNOWN');
    const { meetingId, siteId, name } = holder;
    return this.#database.transaction().execute(async (trx) => {
      refuseSecret(await openFile(trx, meetingId));
      const papers = await papersSentTo(trx, meetingId, siteId);
      if (!papers.some((paper) => paper.paperId === paperId)) throw new AppError('PAPER_UNKNOWN');
      await this.#receive(trx, meetingId, [paperId], [siteId], {
        actor: { actorKind: 'anonymous', actorId: null, actorName: name },
        by: name,
        via: 'link',
        correlationId,
      });
      return bytesOf(trx, paperId);
    });
  }

  async #listOf(trx: Executor, standing: Standing, person: SessionInfo): Promise<MeetingPapers> {
    const { meetingId, data } = standing.registration;
    const issues = mayIssue(standing, person);
    const theirs = await receivedFor(trx, standing, person);
    const all = await papersOf(trx, meetingId);
    const sentToThem = new Set<string>();
    for (const siteId of theirs)
      for (const { paperId } of await papersSentTo(trx, meetingId, siteId)) sentToThem.add(paperId);
    const rule = (await profileOf(trx, standing.registration)).office.registration.papers;
    const siteIds = theirs.length > 0 ? theirs : data.sites.map(({ siteId }) => siteId);
    return {
      papers: all.filter(
        ({ paperId, issuedAt }) =>
          issues || (theirs.length > 0 ? sentToThem.has(paperId) : issuedAt !== null),
      ),
      sites: await sitePapersOf(trx, meetingId, siteIds),
      mayIssue: issues,
      receivesFor: theirs,
      requiredBy: rule === null || data.urgency === 'urgent' ? null : rule.cite,
    };
  }

  /** One change by the host: permitted, done and audited in one transaction; null when nothing changed. */
  async #issuing(
    meetingId: MeetingId,
    { person, correlationId }: Worker,
    change: (
      trx: Executor,
      standing: Standing,
    ) => Promise<{ action: string; facts: Record<string, string | number> } | null>,
  ): Promise<MeetingPapers> {
    return this.#database.transaction().execute(async (trx) => {
      const standing = await openFile(trx, meetingId);
      authoriseIssuing(standing, person);
      const done = await change(trx, standing);
      if (done !== null)
        await appendAudit(trx, {
          at: this.#clock.now(),
          actor: actorOfPerson(person),
          meetingId,
          subject: standing.registration.fileNumber,
          correlationId,
          ...done,
        });
      return this.#listOf(trx, standing, person);
    });
  }

  async #receive(
    trx: Executor,
    meetingId: MeetingId,
    paperIds: readonly string[],
    siteIds: readonly string[],
    {
      actor,
      by,
      via,
      correlationId,
    }: { actor: AuditActor; by: string; via: 'link' | 'account'; correlationId: string },
  ): Promise<void> {
    const at = this.#clock.now();
    const received = await recordReceipt(trx, paperIds, siteIds, { at, by, via });
    if (received === 0) return;
    const facts = { received, via, sites: [...siteIds] };
    await appendAudit(trx, { at, actor, action: 'paper.receive', meetingId, facts, correlationId });
  }

  async #siteOfLink(token: string) {
    const row = await this.#database
      .selectFrom('notice_recipient')
      .innerJoin('notice', 'notice.id', 'notice_recipient.notice_id')
      .select(['notice_recipient.site_id', 'notice_recipient.name', 'notice.meeting_id'])
      .where('notice_recipient.id', '=', await this.#holderOf(token))
      .executeTakeFirst();
    if (!row || row.site_id === null) return null;
    return this.#database.transaction().execute(async (trx) => {
      const { registration } = await openFile(trx, row.meeting_id);
      const { data, meetingId } = registration;
      const site = data.sites.find(({ siteId }) => siteId === row.site_id);
      return site && !data.secret.declared ? { meetingId, siteId: site.siteId, name: row.name } : null;
    });
  }
}

async function bytesOf(executor: Executor, paperId: string): Promise<PaperBytes> {
  const { content, format, digest } = await executor
    .selectFrom('meeting_paper')
    .select(['content', 'format', 'digest'])
    .where('id', '=', paperId)
    .executeTakeFirstOrThrow();
  return { bytes: content, format, digest };
}

const actorOfPerson = ({ userId, name }: SessionInfo): AuditActor => ({
  actorKind: 'user',
  actorId: userId,
  actorName: name,
});
