import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isErrorCode, type Paper, type TemplateField } from '@nhipcau/contracts';
import type { TemplateData } from '@nhipcau/domain';
import type { Logger } from 'pino';
import { AppError } from '../app-error.ts';
import { type PaperFormat, PrintDone, type PrintJob, type PrintTask, TemplateFindings } from './print-job.ts';

/** Texts of a paper larger than this are refused before they are laid out. */
const PAPER_LIMIT_BYTES = 2 * 1024 * 1024;
const PRINT_LIMIT_MS = 20_000;
const WAITING_LIMIT = 50;
const THREAD_MEMORY_MB = 256;

interface Waiting {
  readonly job: PrintJob;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (cause: Error) => void;
}

/**
 * Prints papers in a thread of its own, one after the other: laying out takes longer than the event loop of a live
 * conference may stand still. A print that takes too long costs the thread, never the server.
 */
export class Press {
  readonly #log: Logger;
  readonly #limitMs: number;
  readonly #waiting: Waiting[] = [];
  #thread: Worker | null = null;
  #printing: (Waiting & { readonly timer: NodeJS.Timeout }) | null = null;
  #count = 0;
  #closed = false;

  constructor({ log, limitMs = PRINT_LIMIT_MS }: { log: Logger; limitMs?: number }) {
    this.#log = log;
    this.#limitMs = limitMs;
  }

  /** @throws {AppError} DOCUMENT_TOO_LARGE, PRINTING_BUSY, PRINTING_FAILED */
  async print(paper: Paper, format: PaperFormat): Promise<Buffer> {
    const bytes = Buffer.byteLength(JSON.stringify(paper));
    if (bytes > PAPER_LIMIT_BYTES)
      throw new AppError('DOCUMENT_TOO_LARGE', { bytes, limit: PAPER_LIMIT_BYTES });
    return this.#do({ task: 'print', format, paper });
  }

  /** An own template with what a form says. @throws {AppError} PRINTING_BUSY, PRINTING_FAILED */
  fill(template: Buffer, data: TemplateData): Promise<Buffer> {
    return this.#do({
      task: 'fill',
      template: Uint8Array.from(template),
      data: Object.fromEntries(
        Object.entries(data).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : value.map((row) => ({ ...row })),
        ]),
      ),
    });
  }

  /**
   * Looks at a template that somebody brought: it is opened in the thread, where what is in it costs nobody else.
   *
   * @throws {AppError} TEMPLATE_UNREADABLE, TEMPLATE_TOO_LARGE, TEMPLATE_HAS_MACROS, TEMPLATE_FETCHES, and those of the press
   */
  async check(template: Buffer, fields: readonly TemplateField[]): Promise<TemplateFindings> {
    const said = await this.#do({ task: 'check', template: Uint8Array.from(template), fields: [...fields] });
    return TemplateFindings.parse(JSON.parse(said.toString('utf8')));
  }

  #do(task: PrintTask): Promise<Buffer> {
    if (this.#closed || this.#waiting.length >= WAITING_LIMIT)
      return Promise.reject(new AppError('PRINTING_BUSY'));
    this.#count += 1;
    const job: PrintJob = { job: this.#count, task };
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
  }

  /** Gives up what waits. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const left = this.#waiting.splice(0);
    for (const { reject } of left) reject(new AppError('PRINTING_BUSY'));
    this.#fail('closed');
    await this.#stopThread();
  }

  #next(): void {
    if (this.#printing !== null) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const timer = setTimeout(() => this.#give('takes too long'), this.#limitMs);
    this.#printing = { ...next, timer };
    this.#thread ??= this.#startThread();
    this.#thread.postMessage(next.job);
  }

  #startThread(): Worker {
    const thread = new Worker(join(import.meta.dirname, 'print-worker.ts'), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    thread.on('message', (message: unknown) => {
      if (thread === this.#thread) this.#answered(PrintDone.parse(message));
    });
    thread.on('error', (cause) => {
      if (thread === this.#thread) this.#give(String(cause));
    });
    return thread;
  }

  #answered(answer: PrintDone): void {
    const done = this.#printing;
    if (done === null || done.job.job !== answer.job) return;
    if (answer.done === 'failed') return this.#failAndGoOn(answer.reason);
    clearTimeout(done.timer);
    this.#printing = null;
    if (answer.done === 'bytes') done.resolve(Buffer.from(answer.bytes));
    else
      done.reject(
        isErrorCode(answer.code) ? new AppError(answer.code, answer.facts) : new AppError('PRINTING_FAILED'),
      );
    this.#next();
  }

  /** The thread is lost or stuck: the present print fails, the next one gets a new thread. */
  #give(reason: string): void {
    void this.#stopThread();
    this.#failAndGoOn(reason);
  }

  #failAndGoOn(reason: string): void {
    this.#fail(reason);
    if (!this.#closed) this.#next();
  }

  #fail(reason: string): void {
    const failed = this.#printing;
    if (failed === null) return;
    clearTimeout(failed.timer);
    this.#printing = null;
    if (!this.#closed)
      this.#log.error({ form: nameOf(failed.job.task), reason }, 'a form could not be printed');
    failed.reject(new AppError('PRINTING_FAILED'));
  }

  async #stopThread(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }
}

const nameOf = (task: PrintTask): string =>
  task.task === 'print' ? task.paper.form : `template (${task.task})`;
