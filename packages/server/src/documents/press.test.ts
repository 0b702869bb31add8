import { afterEach, describe, expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import { samplePaper } from '../testing/sample-paper.ts';
import { withoutTimes } from './fixed-zip.ts';
import { Press } from './press.ts';
import { PdfPress } from './print-pdf.ts';

const log = createLogger('silent');
let press: Press | null = null;
const open = (limitMs?: number): Press => {
  press = new Press({ log, ...(limitMs === undefined ? {} : { limitMs }) });
  return press;
};
afterEach(() => press?.close());

const paper = samplePaper('binh-dinh', 'registration');

describe('the printing thread', () => {
  test('prints what is printed here, one after the other', async () => {
    const one = open();
    const prints = await Promise.all([paper, paper, paper].map((each) => one.print(each, 'pdf')));
    const here = new PdfPress().print(paper);
    for (const print of prints) expect(print.equals(here)).toBe(true);
  });

  test('a print that takes too long fails alone; the next gets a new thread', async () => {
    const one = open(1);
    await expect(one.print(paper, 'pdf')).rejects.toMatchObject({ code: 'PRINTING_FAILED' });
    await expect(one.print(paper, 'docx')).rejects.toMatchObject({ code: 'PRINTING_FAILED' });
  });

  test('the event loop goes on while 700 sites are laid out', async () => {
    const one = open();
    await one.print(paper, 'pdf');
    const long = samplePaper('vinh-phuc', 'notice', { sites: 700 });
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 1);
    await one.print(long, 'pdf');
    clearInterval(beat);
    // Laid out on this thread, it would leave room for none.
    expect(turns).toBeGreaterThan(10);
  });

  test('more than 2 MB are refused before they are laid out', async () => {
    const blocks = Array.from({ length: 40 }, () => ({
      kind: 'paragraph' as const,
      text: 'ạ'.repeat(30_000),
    }));
    await expect(open().print({ ...paper, blocks }, 'pdf')).rejects.toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
    });
  });

  test('after the fiftieth that waits, and after closing, nothing is taken', async () => {
    const one = open();
    const prints = Array.from({ length: 60 }, () =>
      one.print(paper, 'docx').catch((cause: unknown) => cause),
    );
    await one.close();
    const codes = (await Promise.all(prints)).map((answer) => Reflect.get(Object(answer), 'code'));
    expect(codes.filter((code) => code === 'PRINTING_BUSY').length).toBeGreaterThanOrEqual(59);
    await expect(one.print(paper, 'pdf')).rejects.toMatchObject({ code: 'PRINTING_BUSY' });
    await one.close();
  });
});

test('what is no ZIP archive is refused', () => {
  expect(() => withoutTimes(Buffer.from('x'))).toThrow('no ZIP archive');
  expect(() => withoutTimes(Buffer.alloc(100))).toThrow('no ZIP archive');
});
