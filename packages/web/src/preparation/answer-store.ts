import { CheckAnswer, SiteCheckSheet } from '@nhipcau/contracts';
import { z } from 'zod';

/** An answer on its way: where it belongs, and why the server did not take it. */
export const QueuedAnswer = z.strictObject({
  seq: z.int(),
  meetingId: z.string(),
  siteId: z.string(),
  answer: CheckAnswer,
  /** Code of the refusal; null: not sent yet. */
  refused: z.string().nullable(),
});
export type QueuedAnswer = z.infer<typeof QueuedAnswer>;

/** What this device keeps while it has no connection. */
export interface AnswerStore {
  /** In the order in which they were put. */
  all(): Promise<QueuedAnswer[]>;
  put(entry: Omit<QueuedAnswer, 'seq'>): Promise<void>;
  refuse(entry: QueuedAnswer, code: string): Promise<void>;
  remove(seq: number): Promise<void>;
  sheet(meetingId: string, siteId: string): Promise<SiteCheckSheet | null>;
  keepSheet(sheet: SiteCheckSheet): Promise<void>;
}

/** For browsers that keep nothing, such as in a private window: lasts as long as the page. */
export class PassingAnswerStore implements AnswerStore {
  readonly #entries = new Map<number, QueuedAnswer>();
  readonly #sheets = new Map<string, SiteCheckSheet>();
  #last = 0;

  async all(): Promise<QueuedAnswer[]> {
    return [...this.#entries.values()];
  }

  async put(entry: Omit<QueuedAnswer, 'seq'>): Promise<void> {
    this.#last += 1;
    this.#entries.set(this.#last, { ...entry, seq: this.#last });
  }

  async refuse(entry: QueuedAnswer, code: string): Promise<void> {
    this.#entries.set(entry.seq, { ...entry, refused: code });
  }

  async remove(seq: number): Promise<void> {
    this.#entries.delete(seq);
  }

  async sheet(meetingId: string, siteId: string): Promise<SiteCheckSheet | null> {
    return this.#sheets.get(`${meetingId} ${siteId}`) ?? null;
  }

  async keepSheet(sheet: SiteCheckSheet): Promise<void> {
    this.#sheets.set(`${sheet.meetingId} ${sheet.siteId}`, sheet);
  }
}

const asPromise = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

/** Survives a reload and an empty battery. */
export class LastingAnswerStore implements AnswerStore {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(): Promise<LastingAnswerStore> {
    const request = indexedDB.open('nhipcau-checks', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('answers', { keyPath: 'seq', autoIncrement: true });
      request.result.createObjectStore('sheets');
    };
    return new LastingAnswerStore(await asPromise(request));
  }

  #in(name: 'answers' | 'sheets', mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(name, mode).objectStore(name);
  }

  async all(): Promise<QueuedAnswer[]> {
    const rows: unknown[] = await asPromise(this.#in('answers', 'readonly').getAll());
    return rows.flatMap((row) => {
      const parsed = QueuedAnswer.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
  }

  async put(entry: Omit<QueuedAnswer, 'seq'>): Promise<void> {
    await asPromise(this.#in('answers', 'readwrite').add(entry));
  }

  async refuse(entry: QueuedAnswer, code: string): Promise<void> {
    await asPromise(this.#in('answers', 'readwrite').put({ ...entry, refused: code }));
  }

  async remove(seq: number): Promise<void> {
    await asPromise(this.#in('answers', 'readwrite').delete(seq));
  }

  async sheet(meetingId: string, siteId: string): Promise<SiteCheckSheet | null> {
    const kept: unknown = await asPromise(this.#in('sheets', 'readonly').get(`${meetingId} ${siteId}`));
    const parsed = SiteCheckSheet.safeParse(kept);
    return parsed.success ? parsed.data : null;
  }

  async keepSheet(sheet: SiteCheckSheet): Promise<void> {
    await asPromise(this.#in('sheets', 'readwrite').put(sheet, `${sheet.meetingId} ${sheet.siteId}`));
  }
}

export const openAnswerStore = (): Promise<AnswerStore> =>
  LastingAnswerStore.open().catch(() => new PassingAnswerStore());
