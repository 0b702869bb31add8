import { Workbook } from '@cj-tech-master/excelts';
import { expect, test } from 'vitest';
import { workingPapers } from '../testing/sample-working-papers.ts';
import { printXlsx } from './print-xlsx.ts';

const paper = new Map(workingPapers).get('asset-handover');
if (paper === undefined) throw new Error('no such paper');

test('[DO-3] every row of a workbook is as high as its text, also where nobody measures it again', async () => {
  const long = 'Thiết bị đầu cuối hội nghị truyền hình, kèm dây nguồn, dây mạng và điều khiển từ xa';
  const blocks = paper.blocks.map((block) =>
    block.kind === 'table' ? { ...block, rows: block.rows.map((row) => row.with(2, long)) } : block,
  );
  const workbook = new Workbook();
  await workbook.xlsx.load(await printXlsx({ ...paper, blocks }));
  const heights: (number | undefined)[] = [];
  const texts: string[] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    heights.push(row.height);
    texts.push(String(row.getCell(1).value ?? ''), String(row.getCell(3).value ?? ''));
  });
  const inTable = heights[texts.indexOf(long) >> 1];
  expect(inTable).toBeGreaterThan(2 * Math.min(...heights.map((height) => height ?? 0)));
  // No apostrophe is seen in front of a dash.
  expect(texts.filter((text) => text.startsWith("'"))).toEqual([]);
  expect(texts.some((text) => text.startsWith('– Bên giao'))).toBe(true);
});
