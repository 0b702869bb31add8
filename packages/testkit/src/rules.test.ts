import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// The rules of docs/rules against the code that decides them and the tests that prove them.

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => ({ file, text: readFileSync(join(root, file), 'utf8') });
const files = globSync('{packages/*/src,e2e}/**/*.{ts,tsx}', { cwd: root }).map(read);
const isTest = ({ file }: { file: string }) => /\.test\.tsx?$/.test(file);
const sources = files.filter((one) => !isTest(one));
const tests = files.filter(isTest);

interface Rule {
  readonly id: string;
  readonly file: string;
  readonly cells: readonly string[];
}

/** Rows of the tables: `| ST-1 | what holds | source | decided by |`. */
const rules: Rule[] = globSync('docs/rules/*.md', { cwd: root })
  .map(read)
  .flatMap(({ file, text }) =>
    text.split('\n').flatMap((line) => {
      const id = /^\| ([A-Z]{2}-\d+) \|/.exec(line)?.[1];
      return id === undefined
        ? []
        : [
            {
              id,
              file,
              cells: line
                .split('|')
                .slice(1, -1)
                .map((cell) => cell.trim()),
            },
          ];
    }),
  );
const known = new Set(rules.map((rule) => rule.id));
const areas = new Set(rules.map((rule) => rule.id.slice(0, 2)));

/** Rules that a text cites: `rule ST-3`, `rules BU-5 … BU-8`, `rules FL-4, FL-6`, and `[ST-3]` in a test's name. */
function citedIn(text: string): string[] {
  const inWords = text.matchAll(/\brules? ((?:[A-Z]{2}-\d+)(?:(?:,| and| …|…)? ?[A-Z]{2}-\d+)*)/g);
  const inNames = text.matchAll(/\[([A-Z]{2}-\d+)\]/g);
  return [...inWords, ...inNames].flatMap(([, ids]) => ids?.match(/[A-Z]{2}-\d+/g) ?? []);
}

const isDefined = (name: string) => {
  const definition = new RegExp(
    `\\b(?:function|const|class) ${name}\\b|^ +(?:static |async )*${name}\\(.*\\{$`,
    'm',
  );
  return sources.some(({ text }) => definition.test(text));
};

const provenBy = (id: string) =>
  tests.filter(({ text }) => new RegExp(`['"\`](?:\\[[A-Z-\\d]+\\] )*\\[${id}\\]`).test(text));

describe('the rules', () => {
  test('are many and have each one number', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.map((rule) => rule.id).filter((id, at, all) => all.indexOf(id) !== at)).toEqual([]);
  });

  test('each area stands in the list of the README', () => {
    const list = read('docs/rules/README.md').text;
    expect(
      [...areas].filter((area) => !new RegExp(`^\\|.*\\| [A-Z, ]*\\b${area}\\b`, 'm').test(list)),
    ).toEqual([]);
  });

  test.each(rules)('$id says what holds, its source, and who decides it', ({ cells }) => {
    const [, sentence = '', source = '', decides = ''] = cells;
    expect(cells).toHaveLength(4);
    expect(sentence).toMatch(/^[^a-z].*\.$/);
    expect(source).toMatch(/default|Đ\d|II\.|I\.3|R-[A-Z]+-\d/);
    expect(decides).toMatch(/^`\w+`(, `\w+`)*$/);
  });

  test.each(rules)('$id is decided by functions that exist', ({ cells }) => {
    const names = [...(cells.at(-1) ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !isDefined(name))).toEqual([]);
  });

  test.each(rules)('$id has a test whose name begins with it', ({ id }) => {
    expect(provenBy(id)).not.toEqual([]);
  });

  test('cited in code are written down', () => {
    const unwritten = files.flatMap(({ file, text }) =>
      citedIn(text)
        .filter((id) => areas.has(id.slice(0, 2)) && !known.has(id))
        .map((id) => `${file}: ${id}`),
    );
    expect(unwritten).toEqual([]);
  });

  test('name only requirements that exist', () => {
    const requirements = readFileSync(join(root, 'docs/requirements.md'), 'utf8');
    const named = rules.flatMap(({ id, cells }) =>
      (cells.join(' ').match(/R-[A-Z]+-\d\d/g) ?? []).map((requirement) => ({ id, requirement })),
    );
    expect(named.filter(({ requirement }) => !requirements.includes(`#### ${requirement} `))).toEqual([]);
  });
});
