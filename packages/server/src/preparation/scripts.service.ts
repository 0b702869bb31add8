import type {
  ApproveScript,
  MeetingId,
  MeetingScript,
  SaveScript,
  ScriptSegments,
  SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, checkScript, type ScriptMeeting, scriptPaper } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import { positionsOf } from '../conference/site-cameras.ts';
import type { Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { authorise } from '../http/caller.ts';
import { type CheckFile, placeOfFile, readCheckFile, seesAll, seesSite } from './check-file.ts';
import type { PreparationParts } from './preparation-parts.ts';
import { findApprovedScript, findDraft, writeDraft } from './scripts.repository.ts';

/** States in which the running order may still change; it is kept afterwards. */
const writable: readonly string[] = [
  'registered',
  'underReview',
  'confirmed',
  'noticed',
  'planned',
  'rehearsed',
  'connected',
  'ready',
  'live',
];

interface Worker {
  readonly person: SessionInfo;
  readonly correlationId: string;
}

export interface ScriptParts extends Pick<PreparationParts, 'database' | 'clock'> {
  readonly press: Pick<Press, 'print'>;
}

/** The running order of meetings: written by whoever prepares them, approved once and then kept. */
export class ScriptsService {
  readonly #parts: ScriptParts;

  constructor(parts: ScriptParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async read(meetingId: MeetingId, person: SessionInfo): Promise<MeetingScript> {
    const { database } = this.#parts;
    const file = await this.#open(database, meetingId, person);
    const { fileNumber, data } = file.registration;
    const draft = await findDraft(database, meetingId);
    const approved = await findApprovedScript(database, meetingId);
    const presenters = new Map(data.sites.map(({ siteId, mayPresent }) => [siteId, mayPresent]));
    const segments = draft?.segments ?? [];
    const positions = await positionsOf(
      database,
      file.sites.map(({ siteId }) => siteId),
    );
    return {
      meetingId,
      fileNumber,
      title: data.secret.declared ? fileNumber : data.title,
      startsAt: data.official.start,
      endsAt: data.official.end,
      chairSiteId: data.chairSiteId,
      sites: file.sites.map(({ siteId, number, name }) => ({
        siteId,
        number,
        name,
        mayPresent: presenters.get(siteId) ?? false,
        positions: positions.get(siteId) ?? [],
      })),
      revision: draft?.revision ?? 0,
      segments,
      findings: checkScript(segments, meetingOf(file)),
      changedBy: draft?.byName ?? null,
      approved: approved?.script ?? null,
      isChanged: draft !== null && draft.revision !== approved?.revision,
      mayWrite: isWritable(file) && can(person.grants, 'script.write', placeOfFile(file)),
      mayApprove: isWritable(file) && can(person.grants, 'script.approve', placeOfFile(file)),
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, SCRIPT_NOT_NOW, SCRIPT_CHANGED_MEANWHILE */
  async save(
    meetingId: MeetingId,
    { revision, segments }: SaveScript,
    { person, correlationId }: Worker,
  ): Promise<MeetingScript> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await this.#open(trx, meetingId, person);
      authorise(person, 'script.write', placeOfFile(file));
      requireWritable(file);
      const at = clock.now();
      const draft = { revision, segments, at, userId: person.userId, byName: person.name };
      if (!(await writeDraft(trx, meetingId, draft)))
        throw new AppError('SCRIPT_CHANGED_MEANWHILE', { revision });
      await this.#audit(
        trx,
        'script.save',
        meetingId,
        { person, correlationId },
        { segments: segments.length },
      );
    });
    return this.read(meetingId, person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, SCRIPT_NOT_NOW, SCRIPT_CHANGED_MEANWHILE, SCRIPT_FAULTY */
  async approve(
    meetingId: MeetingId,
    { revision }: ApproveScript,
    { person, correlationId }: Worker,
  ): Promise<MeetingScript> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const file = await this.#open(trx, meetingId, person);
      authorise(person, 'script.approve', placeOfFile(file));
      requireWritable(file);
      const draft = await findDraft(trx, meetingId);
      const last = await findApprovedScript(trx, meetingId);
      if (draft?.revision !== revision || last?.revision === revision)
        throw new AppError('SCRIPT_CHANGED_MEANWHILE', { revision: draft?.revision ?? 0 });
      const fault = checkScript(draft.segments, meetingOf(file)).find(({ severity }) => severity === 'error');
      if (fault) throw new AppError('SCRIPT_FAULTY', { fault: fault.code });
      const version = (last?.script.version ?? 0) + 1;
      await trx
        .insertInto('script_version')
        .values({
          meeting_id: meetingId,
          version,
          revision,
          segments: JSON.stringify(draft.segments),
          approved_at: new Date(clock.now()),
          user_id: person.userId,
          by_name: person.name,
        })
        .execute();
      await this.#audit(trx, 'script.approve', meetingId, { person, correlationId }, { version });
    });
    return this.read(meetingId, person);
  }

  /** The approved script, or the draft while there is none. @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED and those of the press */
  async print(meetingId: MeetingId, format: PrintFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, press } = this.#parts;
    const file = await this.#open(database, meetingId, person);
    authorise(person, 'document.print', placeOfFile(file));
    const approved = (await findApprovedScript(database, meetingId))?.script ?? null;
    const segments: ScriptSegments =
      approved?.segments ?? (await findDraft(database, meetingId))?.segments ?? [];
    const { data, fileNumber } = file.registration;
    const zone = file.profile.timeZone;
    const written = (at: number, style: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('vi-VN', { timeZone: zone, hourCycle: 'h23', ...style }).format(at);
    const time = { hour: '2-digit', minute: '2-digit' } as const;
    const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
    const host = file.units.find(data.hostOrganisationId);
    const paper = scriptPaper(segments, {
      host: host?.name ?? '',
      superior: host?.parentId ? file.units.nameOf(host.parentId) : null,
      title: data.title,
      version: approved?.version ?? null,
      approvedBy: approved?.approvedBy ?? null,
      siteNames: new Map<SiteId, string>(file.sites.map(({ siteId, name }) => [siteId, name])),
      timeOf: (at) => written(at, time),
      period: `${written(data.official.start, time)} – ${written(data.official.end, time)} ngày ${written(data.official.start, day)}`,
    });
    return printedAs({ fileNumber, form: 'script', format }, await press.print(paper, format));
  }

  async #open(executor: Executor, meetingId: MeetingId, person: SessionInfo): Promise<CheckFile> {
    const file = await readCheckFile(executor, meetingId);
    const isTheirs = seesAll(file, person) || file.sites.some((site) => seesSite(file, site, person));
    if (!isTheirs) throw new AppError('NOT_ALLOWED');
    // The running order of a secret meeting tells what it is about.
    if (file.registration.data.secret.declared && !can(person.grants, 'script.write', placeOfFile(file)))
      throw new AppError('NOT_ALLOWED');
    return file;
  }

  async #audit(
    trx: Executor,
    action: string,
    meetingId: MeetingId,
    { person, correlationId }: Worker,
    facts: Record<string, unknown>,
  ): Promise<void> {
    await appendAudit(trx, {
      at: this.#parts.clock.now(),
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action,
      meetingId,
      facts,
      correlationId,
    });
  }
}

const isWritable = ({ registration: { state } }: CheckFile): boolean => writable.includes(state);

function requireWritable(file: CheckFile): void {
  if (!isWritable(file)) throw new AppError('SCRIPT_NOT_NOW', { state: file.registration.state });
}

const meetingOf = ({ registration: { data }, sites }: CheckFile): ScriptMeeting => {
  const presenters = new Map(data.sites.map(({ siteId, mayPresent }) => [siteId, mayPresent]));
  return {
    start: data.official.start,
    end: data.official.end,
    chairSiteId: data.chairSiteId,
    sites: new Map(sites.map(({ siteId }) => [siteId, { mayPresent: presenters.get(siteId) ?? false }])),
  };
};
