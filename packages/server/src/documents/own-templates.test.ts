import { composePaper, starterPaper, templateData, templateFieldsOf } from '@nhipcau/domain';
import PizZip from 'pizzip';
import { describe, expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';
import { partOfDocx, textOfDocx } from '../testing/printed.ts';
import { formOf, profileOf, sampleData, sampleFacts } from '../testing/sample-paper.ts';
import { checkTemplate } from './check-template.ts';
import { fillTemplate } from './fill-template.ts';
import { printDocx } from './print-docx.ts';
import { openTemplate } from './template-parts.ts';

const everyForm = readProfiles().flatMap(({ locality, office }) =>
  office.forms.forms.map(({ key }) => [String(locality), key] as const),
);

/** A form with a meeting in which everything is stated, and the template an office would begin with. */
async function formWith(locality: string, key: string) {
  const profile = profileOf(locality);
  const form = formOf(profile, key);
  const facts = sampleFacts(profile, sampleData(5));
  const paper = composePaper(profile.office.forms, form, facts);
  const frame = { title: facts.registration.data.title, hostName: facts.host.name };
  return {
    fields: templateFieldsOf(form, profile),
    starter: await printDocx(starterPaper(form, profile)),
    data: templateData(form, paper, frame),
    shipped: textOfDocx(await printDocx(paper)),
  };
}

/** A Word document of these paragraphs, each of its pieces a run of its own, as Word cuts them. */
function docx(
  paragraphs: readonly (string | readonly string[])[],
  more: Record<string, string> = {},
): Buffer {
  const zip = new PizZip();
  const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const body = paragraphs
    .map((one) => `<w:p>${(typeof one === 'string' ? [one] : one).map(run).join('')}</w:p>`)
    .join('');
  const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const files: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document ${word}><w:body>${body}<w:sectPr/></w:body></w:document>`,
    ...more,
  };
  for (const [name, text] of Object.entries(files)) zip.file(name, text);
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer;
}

const words = (text: string) => text.split(/[\s….,:;()]+/).filter((word) => word !== '');

describe('[DO-9] [R-REG-04] own templates', () => {
  test.each(everyForm)(
    '%s: the template to begin form %s with is taken, and says what the shipped print says',
    async (locality, key) => {
      const { fields, starter, data, shipped } = await formWith(locality, key);
      const { problems, unused } = checkTemplate(openTemplate(starter).paragraphs, fields);
      expect(problems).toEqual([]);
      expect(unused.filter((name) => !['title', 'hostName'].includes(name))).toEqual([]);
      const filled = fillTemplate(starter, data);
      const own = new Set(words(textOfDocx(filled)));
      expect(words(shipped).filter((word) => !own.has(word))).toEqual([]);
      expect(fillTemplate(starter, data).equals(filled)).toBe(true);
    },
  );

  test('a field that Word has cut into pieces is filled, with its lines; a row is repeated for each site', async () => {
    const { data } = await formWith('binh-dinh', 'registration');
    const template = docx([
      ['{ti', 'tle}'],
      '{#satellites}{index}. {site}: {contactName}{/satellites}',
      'Kết thúc {box.projector}{box.storeMedia}',
    ]);
    const text = textOfDocx(fillTemplate(template, data));
    expect(text).toContain('Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai');
    expect(text).toContain('Kết thúc ☒☐');
  });

  test('what people wrote is text, also where it looks like a field or like Word’s own language', () => {
    const attack = '{#satellites}</w:t></w:r><w:r><w:t>{box.slides} & "x"';
    const filled = fillTemplate(docx(['{title}']), { title: attack });
    expect(textOfDocx(filled).trim()).toBe(attack);
    expect(() => openTemplate(filled)).not.toThrow();
  });

  test('nothing of the program is reached by a name', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'title.length', '1+1'])
      expect(textOfDocx(fillTemplate(docx([`a{${name}}b`]), { title: 'x' })).trim()).toBe('ab');
  });
});

describe('[DO-10] [R-SEC-09] a template that is brought', () => {
  const fields = templateFieldsOf(formOf(profileOf('binh-dinh'), 'registration'), profileOf('binh-dinh'));
  const problemsOf = (paragraphs: readonly (string | readonly string[])[]) =>
    checkTemplate(openTemplate(docx(paragraphs)).paragraphs, fields).problems.map(
      ({ kind, field, nearest, list, place }) => [kind, field, nearest, list, place.paragraph],
    );

  test('an unknown field is told by name and place, with the one that is written most like it', () => {
    expect(problemsOf(['Giấy mời', '', ['Thời gian: {officialTim', 's}'], '{Xyzzyplugh}'])).toEqual([
      ['unknownField', 'officialTims', 'officialTime', null, 2],
      ['unknownField', 'Xyzzyplugh', null, null, 3],
    ]);
    const [problem] = checkTemplate(
      openTemplate(docx(['Đơn vị chủ trì cuộc họp: {tenDonVi}, địa chỉ như trên'])).paragraphs,
      fields,
    ).problems;
    expect(problem?.place.excerpt).toContain('chủ trì cuộc họp: {tenDonVi}');
  });

  test('a column outside of its list, a field within one, lists and braces that do not close', () => {
    const [list] = fields.filter(({ kind }) => kind === 'list').map(({ name }) => name);
    const [column] = fields.filter(({ kind }) => kind === 'column').map(({ name }) => name);
    expect(list).toBeDefined();
    expect(problemsOf([`{${column}}`])).toEqual([['columnOutsideList', column, null, list, 1]]);
    expect(problemsOf([`{#${list}}{title}{/${list}}`])).toEqual([
      ['fieldWithinList', 'title', null, list, 1],
    ]);
    expect(problemsOf([`{#${list}}{${column}}`])).toEqual([['listNotClosed', list, null, null, 1]]);
    expect(problemsOf([`{/${list}}`])).toEqual([['listNotOpened', list, null, null, 1]]);
    expect(problemsOf(['a {title'])).toEqual([['braceNotClosed', 'title', null, null, 1]]);
    expect(problemsOf(['title} b'])).toEqual([['braceNotOpened', 'title', null, null, 1]]);
    expect(problemsOf(['{title + 1}'])).toEqual([['notAField', 'title + 1', null, null, 1]]);
  });

  const refused: readonly (readonly [string, string, Buffer])[] = [
    ['a macro', 'TEMPLATE_HAS_MACROS', docx(['a'], { 'word/vbaProject.bin': 'x' })],
    [
      'the type of a document with macros',
      'TEMPLATE_HAS_MACROS',
      docx(['a'], {
        '[Content_Types].xml':
          '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      }),
    ],
    ['an embedded object', 'TEMPLATE_HAS_MACROS', docx(['a'], { 'word/embeddings/oleObject1.bin': 'x' })],
    [
      'a template from elsewhere',
      'TEMPLATE_FETCHES',
      docx(['a'], {
        'word/_rels/settings.xml.rels':
          '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>',
      }),
    ],
    [
      'XML that is broken',
      'TEMPLATE_UNREADABLE',
      docx([], { 'word/document.xml': '<w:document><w:body><w:p></w:body></w:document>' }),
    ],
    [
      'entities that grow',
      'TEMPLATE_UNREADABLE',
      docx([], { 'word/document.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>' }),
    ],
    [
      'an archive that grows a thousandfold',
      'TEMPLATE_TOO_LARGE',
      docx(['a'], { 'word/media/a.bin': '0'.repeat(70_000_000) }),
    ],
    ['another document', 'TEMPLATE_UNREADABLE', Buffer.from('%PDF-1.7 nothing else')],
    ['nothing', 'TEMPLATE_UNREADABLE', Buffer.alloc(0)],
    ['half of a document', 'TEMPLATE_UNREADABLE', docx(['a']).subarray(0, 300)],
  ];
  test.each(refused)('%s is refused: %s', (_, code, bytes) => {
    expect(() => openTemplate(bytes)).toThrow(expect.objectContaining({ code }));
  });

  test('a link that somebody presses is none of these', () => {
    const link = docx(['a'], {
      'word/_rels/document.xml.rels':
        '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.vn" TargetMode="External"/></Relationships>',
    });
    expect(partOfDocx(link, 'word/document.xml')).toContain('a');
    expect(() => openTemplate(link)).not.toThrow();
  });
});
