import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Paper } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../app-error.ts';
import type { Job } from '../jobs/jobs.ts';
import { samplePaper } from '../testing/sample-paper.ts';
import { logins, TestInstallation } from '../testing/test-installation.ts';
import { PrintBatches } from './print-batches.ts';
import { PdfPress } from './print-pdf.ts';
import { storedZip } from './stored-zip.ts';

const clock = new FakeClock();
const pdfs = new PdfPress();
const paper = samplePaper('binh-dinh', 'registration');
let installation: TestInstallation;
let userId: string;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  const { id } = await installation.database
    .selectFrom('user_account')
    .select('id')
    .where('login', '=', logins.operator)
    .executeTakeFirstOrThrow();
  userId = id;
});
afterAll(() => installation.close());

/** A server's batches with a press that fails as told; jobs are carried out by hand. */
function open(prints: (name: string) => Buffer = () => pdfs.print(paper)) {
  const put: Job[] = [];
  const printed: string[] = [];
  const batches = new PrintBatches({
    database: installation.database,
    clock,
    jobs: { put: async (_, job) => void put.push(job), handle: () => undefined },
    press: {
      print: async ({ title }: Paper) => {
        const name = title[0] ?? '';
        const bytes = prints(name);
        printed.push(name);
        return bytes;
      },
    },
  });
  return { batches, put, printed };
}

const papers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${String(index + 1).padStart(3, '0')}-xã số ${index + 1}.pdf`,
    paper: { ...paper, title: [`SỐ ${index + 1}`] },
  }));
const ask = (count: number, key: string = randomUUID()) => ({
  key,
  title: 'Nhật ký',
  format: 'pdf' as const,
  papers: papers(count),
});

/** Names in the directory of a ZIP; each file is there as its sum says. */
function namesIn(zip: Buffer): string[] {
  const names: string[] = [];
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; ) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26);
    const bytes = zip.subarray(begin, begin + zip.readUInt32LE(at + 24));
    expect([name, zip.readUInt32LE(local + 14)]).toEqual([name, crc32(bytes)]);
    expect(zip.toString('utf8', local + 30, begin)).toBe(name);
    names.push(name);
    at = zip.indexOf('PK\u0001\u0002', at + 46, 'latin1');
  }
  expect(zip.readUInt16LE(zip.length - 12)).toBe(names.length);
  return names;
}

describe('many papers in one go', () => {
  test('[DO-8] 230 sheets in one ZIP; asked for twice it is one batch; others do not see it', async () => {
    const { batches, put } = open();
    const key = randomUUID();
    const batch = await batches.ask(ask(230, key), userId);
    expect(await batches.ask(ask(230, key), userId)).toEqual(batch);
    expect(put).toHaveLength(1);
    expect(batch).toMatchObject({ total: 230, printed: 0, isDone: false });
    await expect(batches.zip(batch.batchId, userId)).rejects.toMatchObject({ code: 'BATCH_NOT_DONE' });
    await batches.print(batch.batchId);
    expect(await batches.read(batch.batchId, userId)).toMatchObject({
      printed: 230,
      isDone: true,
      failed: [],
    });
    const names = namesIn(await batches.zip(batch.batchId, userId));
    expect(names).toHaveLength(230);
    expect(names.at(-1)).toBe('230-xã số 230.pdf');
    await expect(batches.read(batch.batchId, 'somebody')).rejects.toMatchObject({ code: 'BATCH_UNKNOWN' });
  });

  test('[DO-8] stopped in the middle it goes on where it stood; what cannot be printed is named', async () => {
    const stopped = open((name) => {
      if (name === 'SỐ 3') throw new AppError('PRINTING_BUSY');
      return pdfs.print(paper);
    });
    const { batchId } = await stopped.batches.ask(ask(5), userId);
    await expect(stopped.batches.print(batchId)).rejects.toMatchObject({ code: 'PRINTING_BUSY' });
    expect(await stopped.batches.read(batchId, userId)).toMatchObject({ printed: 2, isDone: false });
    const again = open((name) => {
      if (name === 'SỐ 4') throw new AppError('PRINTING_FAILED');
      return pdfs.print(paper);
    });
    await again.batches.start();
    expect(again.put.map(({ body }) => body['batchId'])).toEqual([batchId]);
    await again.batches.print(batchId);
    expect(again.printed).toEqual(['SỐ 3', 'SỐ 5']);
    expect(await again.batches.read(batchId, userId)).toMatchObject({
      printed: 4,
      isDone: true,
      failed: [{ name: '004-xã số 4.pdf', code: 'PRINTING_FAILED' }],
    });
    expect(namesIn(await again.batches.zip(batchId, userId))).toHaveLength(4);
  });

  test('[DO-8] bounded: papers of a batch, batches that still print, days it is kept', async () => {
    const { batches } = open();
    await expect(batches.ask(ask(501), userId)).rejects.toMatchObject({ code: 'BATCH_TOO_LARGE' });
    await expect(batches.ask(ask(0), userId)).rejects.toMatchObject({ code: 'BATCH_TOO_LARGE' });
    for (const _ of [1, 2, 3]) await batches.ask(ask(1), userId);
    await expect(batches.ask(ask(1), userId)).rejects.toMatchObject({ code: 'BATCHES_OPEN' });
    clock.step(8 * 24 * 3_600_000);
    await batches.start();
    expect((await batches.list(userId)).batches).toEqual([]);
  });
});

test('[DO-8] a ZIP of nothing is a ZIP, and the same files are the same bytes', () => {
  expect(storedZip([]).length).toBe(22);
  const files = [{ name: 'ẫ.txt', bytes: Buffer.from('ẫ') }];
  expect(storedZip(files).equals(storedZip(files))).toBe(true);
  expect(namesIn(storedZip(files))).toEqual(['ẫ.txt']);
});
