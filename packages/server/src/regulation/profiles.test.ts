import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Citation, DeadlineKey, ParameterKey, type RegulationProfile } from '@nhipcau/contracts';
import { termOf } from '@nhipcau/domain';
import { afterAll, describe, expect, test } from 'vitest';
import { REGULATION_DATA, readProfiles } from './shipped.ts';

const DOCS = join(import.meta.dirname, '../../../../docs');
const texts: Readonly<Record<string, string>> = {
  'hoa-binh': '000',
  'vinh-phuc': '001',
  'binh-dinh': '002',
  'ha-noi': '003',
  'quang-ninh': '004',
};

/** Words only: marks of the conversion, tags and line ends are not part of the law. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\*/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

function textOf(locality: string): string {
  const folder = join(DOCS, 'regulations');
  const name = readdirSync(folder).find((file) => file.startsWith(texts[locality] ?? '?'));
  if (!name) throw new Error(`no text of ${locality}`);
  return readFileSync(join(folder, name), 'utf8').normalize('NFC');
}

/** From the last line that matches `from` to the next that matches `to`. */
function between(text: string, from: RegExp, to: RegExp): string {
  const lines = text.split('\n');
  const first = lines.findLastIndex((line) => from.test(line));
  if (first < 0) return '';
  const next = lines.findIndex((line, index) => index > first && to.test(line));
  return lines.slice(first, next < 0 ? undefined : next).join('\n');
}

const hoaBinhParts: Readonly<Record<string, [RegExp, RegExp]>> = {
  'I.1': [/^#### 1\. Phạm vi/, /^#### 2\./],
  'I.2': [/^#### 2\. Đối tượng/, /^#### 3\./],
  'I.3': [/^#### 3\. Giải thích/, /^#### 4\./],
  'I.5': [/^### 5\./, /^## II\./],
  'II.1.2': [/^## 1\.2\./, /^## 2\. ĐỐI VỚI/],
  'II.2.2': [/^## 2\.2\./, /^### III\./],
  'III.1': [/^#### 1\. Văn phòng/, /^## \*\*2\./],
  'III.2': [/^## \*\*2\. Sở/, /^## \*\*3\./],
  'III.3': [/^## \*\*3\. UBND/, /^\*\*3\./],
  'III.4': [/^\*\*3\. Các doanh nghiệp/, /^THE END$/],
};

/** The article's own words; of `Đ12.2a` all of Điều 12, of `Đ6.2 b3` khoản 2 of Điều 6. */
function articleText(locality: string, article: string): string {
  const text = textOf(locality);
  if (locality === 'hoa-binh') {
    const part = hoaBinhParts[article.split(' ')[0] ?? ''];
    return part ? between(text, ...part) : '';
  }
  const annex = /^PL (I+)$/.exec(article);
  if (annex) return between(text, new RegExp(`^\\s*Phụ lục ${annex[1]}$`, 'i'), /^\s*Phụ lục /i);
  const chapter = /^Ch([IVX]+)$/.exec(article)?.[1];
  if (chapter) return between(text, new RegExp(`^Chương ${chapter}$`, 'i'), /^\s*Phụ lục /i);
  const number = /^Đ(\d+)/.exec(article)?.[1];
  const whole = between(text, new RegExp(`^\\**Điều ${number}\\.`), /^\**Điều \d+\.|^Chương /);
  const step = /^Đ6\.([12]) b\d$/.exec(article)?.[1];
  if (!step) return whole;
  return between(whole, new RegExp(`^${step}\\. Đối với`), new RegExp(`^${Number(step) + 1}\\. Đối với`));
}

function* citationsOf(profile: RegulationProfile): Generator<Citation> {
  for (const { cite } of [...Object.values(profile.roles), ...profile.kinds]) yield* cite;
  for (const deadlines of Object.values(profile.deadlines))
    for (const { cite } of deadlines ?? []) yield* cite;
  for (const parameter of Object.values(profile.parameters)) yield* parameter?.cite ?? [];
  yield* citesWithin(profile.office);
}

/** Every `cite` of the office's rules, wherever a feature put it. */
function* citesWithin(value: unknown): Generator<Citation> {
  if (Array.isArray(value)) {
    for (const one of value) yield* citesWithin(one);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    if (key === 'cite') yield* Citation.array().parse(part);
    else yield* citesWithin(part);
}

/** The matrix of chapter 5: key → the five cells. */
function matrix(): Map<string, string[]> {
  const chapter =
    /^## 5\. [\s\S]*?(?=^## 6\.)/m.exec(readFileSync(join(DOCS, 'requirements.md'), 'utf8'))?.[0] ?? '';
  const rows = chapter.split('\n').flatMap((line) => {
    const key = /^\|[^|]*\(`([^`]+)`\)/.exec(line)?.[1];
    return key && key !== 'key'
      ? [
          [
            key,
            line
              .split('|')
              .slice(2, 7)
              .map((cell) => cell.trim()),
          ] as const,
        ]
      : [];
  });
  return new Map(rows);
}

const columns = ['hoa-binh', 'vinh-phuc', 'binh-dinh', 'ha-noi', 'quang-ninh'];
/** Articles a cell names, without their paragraphs; one cell of Hoà Bình and Vĩnh Phúc names steps only. */
const articlesIn = (cell: string): string[] =>
  (cell.match(/Đ\d+|I+\.\d|PL I+/g) ?? cell.match(/b\d/g) ?? []).map(String);
const names = (cell: string, article: string): boolean =>
  articlesIn(cell).some((named) => article.startsWith(named) || article.endsWith(` ${named}`));

const profiles = readProfiles();
const profileOf = (locality: string): RegulationProfile => {
  const profile = profiles.find((one) => one.locality === locality);
  if (!profile) throw new Error(`no profile of ${locality}`);
  return profile;
};

describe('[R-PROF-01] the shipped profiles', () => {
  test('are those of the five localities', () => {
    expect(profiles.map(({ locality }) => String(locality)).sort()).toEqual([...columns].sort());
  });

  test.each(columns)('%s: every citation stands in the article it names', (locality) => {
    const wrong = [...citationsOf(profileOf(locality))].filter(
      ({ article, quote }) => !plain(articleText(locality, article)).includes(plain(quote)),
    );
    expect(wrong).toEqual([]);
  });

  test.each(columns)('%s: every term of its vocabulary stands in the article it names', (locality) => {
    const wrong = Object.values(profileOf(locality).terms).filter(
      (term) => term && !plain(articleText(locality, term.article)).includes(plain(term.text)),
    );
    expect(wrong).toEqual([]);
  });

  test('the schema has exactly the rows of the matrix', () => {
    const rows = [...matrix().keys()].sort();
    const keys = [...ParameterKey.options, ...DeadlineKey.options.filter((key) => key !== 'other')];
    expect(keys.sort()).toEqual(rows);
  });

  test.each(columns)(
    '%s: a rule is on where the matrix has a value and off where the text is silent',
    (locality) => {
      const { deadlines, parameters } = profileOf(locality);
      const differing = [...matrix()].flatMap(([key, cells]) => {
        const cell = cells[columns.indexOf(locality)] ?? '';
        const silent = cell.startsWith('-') || cell === 'no';
        const cites = citesUnder(key, { deadlines, parameters });
        if (silent) return cites.length === 0 ? [] : [`${key}: on, the matrix is silent`];
        return cites.some(({ article }) => names(cell, article)) ? [] : [`${key}: ${cell}`];
      });
      expect(differing).toEqual([]);
    },
  );
});

function citesUnder(
  key: string,
  { deadlines, parameters }: Pick<RegulationProfile, 'deadlines' | 'parameters'>,
): Citation[] {
  const limit = DeadlineKey.safeParse(key);
  if (limit.success) return (deadlines[limit.data] ?? []).flatMap(({ cite }) => cite);
  return parameters[ParameterKey.parse(key)]?.cite ?? [];
}

describe('local vocabulary', () => {
  test.each([
    ['binh-dinh', 'điểm cầu chính'],
    ['ha-noi', 'điểm cầu chủ trì'],
    ['quang-ninh', 'điểm cầu chủ tọa'],
  ])('the chair site of %s is called "%s"', (locality, term) => {
    expect(termOf(profileOf(locality), 'chairSite')).toBe(term);
  });
});

describe('reading profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-profiles-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const source = readFileSync(join(REGULATION_DATA, 'profiles/binh-dinh.json'), 'utf8');

  test.each([
    ['a deadline twice', /"id": "ready"|"id": "run-through"/, '"id": "register"', /deadline register twice/],
    ['a role nobody has', /"owes": \["host"\]/, '"owes": ["nobody"]', /role nobody is not in roles/],
    ['an unknown key', '"version": 1,', '"version": 1, "color": 2,', /color/],
    ['an end before the beginning', '"validTo": null', '"validTo": "2019-01-01"', /before validFrom/],
  ])('refuses %s and names the file', (_, from, to, message) => {
    const broken = join(folder, 'broken');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'x.json'), source.replace(from, to));
    expect(() => readProfiles(broken)).toThrow(message);
    expect(() => readProfiles(broken)).toThrow(/^x\.json/);
  });
});
