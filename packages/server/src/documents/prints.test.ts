import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Paper } from '@nhipcau/contracts';
import { LocalDate } from '@nhipcau/contracts';
import { composeUnitContacts } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';
import { fontsOfPdf, letters, pagesOfPdf, partOfDocx, textOfDocx, textOfPdf } from '../testing/printed.ts';
import { formOf, profileOf, samplePaper } from '../testing/sample-paper.ts';
import { printDocx } from './print-docx.ts';
import { PdfPress } from './print-pdf.ts';

const press = new PdfPress();
const everyForm = readProfiles().flatMap(({ locality, office }) =>
  office.forms.forms.map(({ key }) => [String(locality), key] as const),
);

/** Everything a paper says, piece by piece. */
function* saidBy(paper: Paper): Generator<string> {
  const { header, signatures } = paper;
  if (header) yield* [header.superior ?? '', header.issuer, header.number ?? ''];
  yield* [...paper.title, paper.subject ?? '', ...paper.addressees, ...paper.recipients];
  for (const block of paper.blocks) {
    if (block.kind === 'field')
      for (const { label, note, value } of block.parts) yield* [label, note ?? '', value ?? ''];
    if (block.kind === 'checks') yield* [block.label, ...block.boxes.map(({ label }) => label)];
    if (block.kind === 'table') yield* [...block.columns.map(({ heading }) => heading), ...block.rows.flat()];
    if (block.kind === 'paragraph' || block.kind === 'heading') yield block.text;
  }
  for (const signature of [signatures.left, signatures.right])
    if (signature) yield* [signature.title.toLocaleUpperCase('vi'), signature.note ?? '', ...signature.lines];
}

const missingFrom = (text: string, paper: Paper): string[] => {
  const printed = letters(text);
  return [...saidBy(paper)].filter((piece) => !printed.includes(letters(piece)));
};

describe('[DO-3] PDF and DOCX say the same', () => {
  test.each(everyForm)(
    '%s: every piece of the form %s is in both, and both repeat to the byte',
    async (locality, key) => {
      const paper = samplePaper(locality, key);
      const pdf = press.print(paper);
      const docx = await printDocx(paper);
      expect(missingFrom(textOfPdf(pdf), paper)).toEqual([]);
      expect(missingFrom(textOfDocx(docx), paper)).toEqual([]);
      expect(press.print(paper).equals(pdf)).toBe(true);
      expect(new PdfPress().print(paper).equals(pdf)).toBe(true);
      expect((await printDocx(paper)).equals(docx)).toBe(true);
    },
  );

  test('a box that is ticked is ticked in both', async () => {
    const paper = samplePaper('binh-dinh', 'registration');
    const word = textOfDocx(await printDocx(paper));
    expect(word).toContain('☒ Máy chiếu.');
    expect(word).toContain('☐ Lưu trữ video, hình ảnh cuộc họp.');
    const print = textOfPdf(press.print(paper));
    expect(print).toMatch(/X\s*\n?Máy chiếu\./);
    expect(print).not.toMatch(/X\s*\n?Lưu trữ video/);
  });
});

describe('fonts', () => {
  test('a PDF has only our fonts in it, whatever letters were written', () => {
    const paper = samplePaper('binh-dinh', 'registration', {
      data: { title: 'Ẵẫữỷ 會議 🎥 Ω ⅓', content: '會議 🎥' },
    });
    const fonts = fontsOfPdf(press.print(paper));
    expect(fonts.length).toBeGreaterThan(1);
    for (const { name, embedded } of fonts) {
      expect(name).toMatch(/^LiberationSerif(-Bold|-Italic|-BoldItalic)?$/);
      expect(embedded).toBe(true);
    }
  });

  test('a DOCX names Times New Roman and nothing else', async () => {
    const xml = partOfDocx(await printDocx(samplePaper('vinh-phuc', 'notice')), 'word/document.xml');
    const named = new Set([...xml.matchAll(/w:ascii="([^"]+)"/g)].map(([, name]) => name));
    expect([...named]).toEqual(['Times New Roman']);
  });
});

const attacks = [
  '#read("/etc/passwd")',
  '#eval("1+1") $ x^2 $ *đậm* _nghiêng_ `mã`',
  '"); #import "@preview/x:1.0.0": *; ("',
  ']#panic("x")[',
  '</w:t></w:r><w:r><w:t>chèn',
  '<script>alert(1)</script> & &amp; \\u{41}',
  '{"a": 1} \\ \\n // chú thích /* */',
];

describe('[DO-6] what people wrote is text', () => {
  test.each(attacks)('%s', async (attack) => {
    const paper = samplePaper('binh-dinh', 'registration', {
      data: { content: attack, chairPerson: attack, venue: attack },
    });
    const [pdf, docx] = [textOfPdf(press.print(paper)), textOfDocx(await printDocx(paper))];
    expect(letters(pdf)).toContain(letters(attack));
    expect(letters(docx)).toContain(letters(attack));
  });

  test('characters that command a printer or turn the writing are gone', async () => {
    const paper = samplePaper('binh-dinh', 'registration', {
      data: { content: 'a\u0000b\u001bc\u202ed\ud800e\ufffff\u2028g' },
    });
    expect(textOfDocx(await printDocx(paper))).toContain('a b cd\ufffdef g');
    expect(press.print(paper).length).toBeGreaterThan(0);
  });
});

describe('[R-REG-04] layout of Decree 30/2020', () => {
  test('the name of the state stands on one line, and the annex has its exact labels', () => {
    const text = textOfPdf(press.print(samplePaper('binh-dinh', 'registration')));
    expect(text.replaceAll('\u00a0', ' ')).toMatch(/^.*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$/m);
    const said = letters(text);
    for (const label of [
      'PHIẾU ĐĂNG KÝ SỬ DỤNG HỆ THỐNG, THIẾT BỊ HỌP TRỰC TUYẾN',
      'Kính gửi: Sở Thông tin và Truyền thông.',
      '1. Căn cứ (văn bản chỉ đạo tổ chức họp qua hệ thống, thiết bị họp trực tuyến – ghi rõ số văn bản, ngày tháng năm, cơ quan ban hành)',
      '2. Đơn vị chủ trì:',
      'Địa điểm tổ chức:',
      '3. Nội dung cuộc họp:',
      '4. Người chủ trì:',
      'Chức vụ:',
      '5. Thời gian: từ 08 giờ 00 đến 10 giờ 00, ngày 01/12/2026 (thứ Ba)',
      '6. Cán bộ kỹ thuật:',
      'Số điện thoại:',
      '7. Số lượng điểm cầu nhánh: 04 điểm cầu',
      '8. Yêu cầu khác (đánh dấu X vào ô có yêu cầu)',
      'Đề nghị Sở Thông tin và Truyền thông quan tâm hỗ trợ tổ chức họp trực tuyến./.',
      'Bình Định, ngày 24 tháng 11 năm 2026',
      'Ý KIẾN CỦA SỞ THÔNG TIN VÀ TRUYỀN THÔNG',
      'THỦ TRƯỞNG ĐƠN VỊ',
      '(Ký, đóng dấu)',
    ])
      expect(said).toContain(letters(label));
  });

  test('700 sites: every site once, the heading of the table on each page, numbers from page 2', () => {
    const pages = pagesOfPdf(press.print(samplePaper('vinh-phuc', 'notice', { sites: 700 })));
    expect(pages.length).toBeGreaterThan(10);
    const tables = pages.slice(0, -1);
    for (const page of tables) expect(page).toContain('Cơ quan, đơn vị');
    expect(pages[0]).not.toMatch(/^1\n/);
    pages.slice(1).forEach((page, index) => {
      expect(page).toMatch(new RegExp(`^${index + 2}\\n`));
    });
    const all = pages.join('\n');
    for (const index of [1, 349, 699])
      expect(all.match(new RegExp(`UBND xã số ${index}\\b`, 'g'))?.length).toBe(2);
  });

  test('a row stays on one page; one that is taller than a page is printed whole all the same', () => {
    const rows = Array.from({ length: 40 }, (_, index) => [
      `${index + 1}`,
      Array.from({ length: 8 + (index % 4) }, (__, part) => `dòng ${index + 1}.${part}`).join('\n'),
    ]);
    const tall = Array.from({ length: 90 }, (_, part) => `cao ${part}`);
    const paper: Paper = {
      ...samplePaper('vinh-phuc', 'notice'),
      blocks: [
        {
          kind: 'table',
          key: 'rows',
          columns: [
            { heading: 'TT', width: 10, align: 'center' },
            { heading: 'Nội dung', width: 155, align: 'left' },
          ],
          rows: [...rows, ['41', tall.join('\n')]],
        },
      ],
    };
    const pages = pagesOfPdf(press.print(paper));
    expect(pages.length).toBeGreaterThan(4);
    for (const [number, lines] of rows) {
      const own = lines?.split('\n') ?? [];
      const page = pages.find((text) => text.includes(`dòng ${number}.0`)) ?? '';
      for (const line of own) expect(page).toContain(line);
    }
    const all = pages.join('\n');
    for (const line of tall) expect(all).toContain(line);
  });

  test('700 sites in Word: the heading of the table repeats, no row is torn, the first page has no number', async () => {
    const docx = await printDocx(samplePaper('vinh-phuc', 'notice', { sites: 700 }));
    const xml = partOfDocx(docx, 'word/document.xml');
    expect(xml.match(/<w:tblHeader\/>/g)?.length).toBe(1);
    expect(xml.match(/<w:cantSplit\/>/g)?.length).toBe(703);
    expect(xml).toContain('<w:titlePg/>');
    expect(xml).toMatch(/<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/);
  });

  test.each(everyForm)(
    '%s, %s in Word: signatures take the end of the text onto their page',
    async (locality, key) => {
      const xml = partOfDocx(await printDocx(samplePaper(locality, key)), 'word/document.xml');
      const before = xml.slice(0, xml.lastIndexOf('<w:tbl>')).match(/<w:p>.*?<\/w:p>/gs) ?? [];
      const last = before.findLastIndex((paragraph) => paragraph.includes('<w:t '));
      expect(last).toBeGreaterThan(0);
      for (const paragraph of before.slice(last)) expect(paragraph).toContain('<w:keepNext/>');
    },
  );

  test('an empty form has dotted lines and rows to be filled in by hand', async () => {
    const paper = samplePaper('binh-dinh', 'registration', {
      data: {
        basis: null,
        venue: null,
        chairPerson: null,
        chairTitle: null,
        technician: null,
        sites: [],
        chairSiteId: null,
      },
      facts: { decision: null, issue: null },
    });
    const table = paper.blocks.find(({ kind }) => kind === 'table');
    expect(table?.kind === 'table' && table.rows).toEqual(Array.from({ length: 3 }, () => Array(6).fill('')));
    const text = textOfPdf(press.print(paper));
    expect(text).toMatch(/Địa điểm tổ chức: \.{5,}/);
    expect((await printDocx(paper)).length).toBeGreaterThan(0);
  });
});

/** Labels of Bình Định's annex I as its text prints them, each without what fills it in; columns of its table one by one. */
function labelsOfAnnexI(): string[] {
  const file = join(import.meta.dirname, '../../../../docs/regulations/002_b1c8e86642cf4382.txt');
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf('\nPhụ lục I\n');
  const annex = text.slice(from, text.indexOf('Phụ lục II**', from));
  return annex
    .split('\n')
    .slice(2)
    .flatMap((line) => line.split('\t'))
    .flatMap((line) => line.split(/(?<=:) (?=\p{Lu})|(?<=\.) (?=\p{Lu})/u))
    .map((label) =>
      label
        .replace(/[*]|\.\.\.|<[^>]*>|^\d$/g, '')
        .replace(/\)\.$/, ')')
        // The day is filled in.
        .replace(/, ngày .*/, ', ngày')
        .trim(),
    )
    .filter((label) => label !== '' && !label.startsWith('Tên CQ') && !label.startsWith('TÊN CƠ QUAN'));
}

describe('[R-REG-04] Bình Định: the registration form is annex I, field by field', () => {
  const filled = samplePaper('binh-dinh', 'registration');
  const upper = (text: string) => letters(text.toLocaleUpperCase('vi'));
  const values = [
    'từ 08 giờ 00 đến 10 giờ 00, ngày 01/12/2026',
    'Triển khai công tác phòng, chống thiên tai và tìm kiếm cứu nạn',
    'Văn bản số 12/KH-UBND ngày 30/10/2026 của UBND huyện',
    'Phòng họp tầng 2',
    'Chủ tịch UBND huyện',
    'Kỹ thuật viên Văn phòng UBND huyện',
    '0900 000 011',
    '04 điểm cầu',
    'Trung tâm xã số 4',
    'Chánh Văn phòng',
    '0900 000 101',
    'Đồng ý.',
  ];

  test.each(['pdf', 'docx'] as const)(
    'every label of the annex stands in the %s, in its order',
    async (format) => {
      const text = upper(
        format === 'pdf' ? textOfPdf(press.print(filled)) : textOfDocx(await printDocx(filled)),
      );
      const labels = labelsOfAnnexI();
      expect(labels.length).toBeGreaterThanOrEqual(30);
      expect(labels.filter((label) => !text.includes(upper(label)))).toEqual([]);
      const numbered = labels.filter((label) => /^[1-8]\./.test(label));
      expect(numbered).toHaveLength(8);
      // Each stands after the one before it.
      let at = -1;
      for (const label of numbered) {
        const next = text.indexOf(upper(label), at + 1);
        expect(next, label).toBeGreaterThan(at);
        at = next;
      }
    },
  );

  test.each(['pdf', 'docx'] as const)('every field stated in the file is in the %s', async (format) => {
    const text = letters(
      format === 'pdf' ? textOfPdf(press.print(filled)) : textOfDocx(await printDocx(filled)),
    );
    expect(values.filter((value) => !text.includes(letters(value)))).toEqual([]);
  });
});

describe('[DO-7] [R-DIR-12] Quảng Ninh: annex III without a meeting', () => {
  const person = (name: string) => ({
    name,
    title: 'Chuyên viên',
    email: 'a@coquan.example',
    phone: '0900 000 111',
  });
  const unit = (name: string) => ({
    name,
    superior: 'Ủy ban nhân dân tỉnh Quảng Ninh',
    staff: { leader: person(`Lãnh đạo ${name}`), main: person(`Phụ trách ${name}`), support: null },
  });
  const form = formOf(profileOf('quang-ninh'), 'unitContacts');

  test('of one unit under its head, to be signed; of all units one after the other', async () => {
    const one = composeUnitContacts(form, [unit('UBND xã A')]);
    const all = composeUnitContacts(form, ['UBND huyện B', 'UBND xã A', 'UBND xã C'].map(unit));
    for (const text of [textOfPdf(press.print(one)), textOfDocx(await printDocx(one))]) {
      expect(letters(text)).toContain(letters('ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH'));
      expect(letters(text)).toContain(letters('Phụ trách UBND xã A'));
      expect(letters(text)).toContain(letters('3. Thông tin cán bộ kỹ thuật (hỗ trợ):'));
      expect(letters(text.toLocaleUpperCase('vi'))).toContain(letters('THỦ TRƯỞNG CƠ QUAN'));
    }
    for (const text of [textOfPdf(press.print(all)), textOfDocx(await printDocx(all))]) {
      const places = ['Lãnh đạo UBND huyện B', 'Lãnh đạo UBND xã A', 'Lãnh đạo UBND xã C'].map((name) =>
        letters(text).indexOf(letters(name)),
      );
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});

describe('[R-PROF-06] printed words', () => {
  test.each([
    ['binh-dinh', 'điểm cầu chính'],
    ['ha-noi', 'điểm cầu chủ trì'],
    ['quang-ninh', 'điểm cầu chủ tọa'],
    ['vinh-phuc', 'điểm cầu chủ tọa'],
  ])('%s: the chair site is printed "%s"', (locality, word) => {
    expect(textOfPdf(press.print(samplePaper(locality, 'contacts'))).toLocaleLowerCase('vi')).toContain(word);
  });
});

test('[DO-2] an issued letter has its number and day in its head', () => {
  const text = textOfPdf(press.print(samplePaper('quang-ninh', 'notice')));
  expect(text).toContain('Số: 12/TB-VP');
  expect(text).toContain('Quảng Ninh, ngày 24 tháng 11 năm 2026');
});

test('[DO-2] a day of the first months has its zero, as the Decree writes it', () => {
  const facts = { issue: { number: '1/TB', on: LocalDate.parse('2027-02-05') } };
  expect(textOfPdf(press.print(samplePaper('quang-ninh', 'notice', { facts })))).toContain(
    'ngày 05 tháng 02 năm 2027',
  );
});
