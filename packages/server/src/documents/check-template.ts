import type { TemplateField, TemplateProblem } from '@nhipcau/contracts';
import { nearestName } from '@nhipcau/domain';
import type { TemplateFindings } from './print-job.ts';
import { excerptOf, type TemplateParagraph } from './template-parts.ts';

const TAG = /\{([^{}]*)\}/g;
const MOST_LETTERS = 100;

/**
 * Looks at every pair of braces of a template: a field of this form, at a place where it can be filled (rule DO-9). What is
 * wrong is told by name and place, with the field that is written most like it.
 */
export function checkTemplate(
  paragraphs: readonly TemplateParagraph[],
  fields: readonly TemplateField[],
): TemplateFindings {
  const walk = new Walk(fields);
  for (const paragraph of paragraphs) walk.read(paragraph);
  walk.end();
  return {
    problems: walk.problems,
    unused: fields
      .filter(({ name, list }) => !walk.used.has(`${list ?? ''}/${name}`))
      .map(({ name }) => name),
  };
}

class Walk {
  readonly problems: TemplateProblem[] = [];
  readonly used = new Set<string>();
  readonly #fields: readonly TemplateField[];
  #list: { readonly name: string; readonly in: TemplateParagraph; readonly at: number } | null = null;

  constructor(fields: readonly TemplateField[]) {
    this.#fields = fields;
  }

  read(paragraph: TemplateParagraph): void {
    const { text } = paragraph;
    for (const { 0: all, 1: inside = '', index } of text.matchAll(TAG)) {
      if (all.length > MOST_LETTERS) this.#tell('notAField', inside, paragraph, index);
      else this.#tag(inside.trim(), paragraph, index);
    }
    const rest = text.replace(TAG, (all) => ' '.repeat(all.length));
    const opened = rest.indexOf('{');
    if (opened >= 0) this.#tell('braceNotClosed', rest.slice(opened + 1), paragraph, opened);
    const closed = rest.indexOf('}');
    if (closed >= 0) this.#tell('braceNotOpened', text.slice(0, closed).slice(-30), paragraph, closed);
  }

  end(): void {
    if (this.#list) this.#tell('listNotClosed', this.#list.name, this.#list.in, this.#list.at);
    this.#list = null;
  }

  #tag(inside: string, paragraph: TemplateParagraph, at: number): void {
    if (inside.startsWith('#')) return this.#open(inside.slice(1).trim(), paragraph, at);
    if (inside.startsWith('/')) return this.#close(inside.slice(1).trim(), paragraph, at);
    if (!/^[\p{L}][\p{L}\p{N}._ -]*$/u.test(inside)) return this.#tell('notAField', inside, paragraph, at);
    const list = this.#list?.name ?? null;
    const named = this.#fields.filter(({ name, kind }) => name === inside && kind !== 'list');
    const here = named.find((field) => field.list === list);
    if (here) return void this.used.add(`${list ?? ''}/${inside}`);
    const elsewhere = named[0];
    if (!elsewhere) return this.#tell('unknownField', inside, paragraph, at, this.#nearest(inside, list));
    this.#tell(
      elsewhere.list === null ? 'fieldWithinList' : 'columnOutsideList',
      inside,
      paragraph,
      at,
      null,
      elsewhere.list ?? list,
    );
  }

  #open(name: string, paragraph: TemplateParagraph, at: number): void {
    if (this.#list) this.#tell('listNotClosed', this.#list.name, this.#list.in, this.#list.at);
    this.#list = { name, in: paragraph, at };
    const lists = this.#fields.filter(({ kind }) => kind === 'list').map((field) => field.name);
    if (lists.includes(name)) this.used.add(`/${name}`);
    else this.#tell('unknownField', name, paragraph, at, nearestName(name, lists));
  }

  #close(name: string, paragraph: TemplateParagraph, at: number): void {
    if (this.#list === null || (name !== '' && name !== this.#list.name))
      this.#tell('listNotOpened', name, paragraph, at);
    this.#list = null;
  }

  /** Of those that may stand at this place. */
  #nearest(wrong: string, list: string | null): string | null {
    const here = this.#fields.filter((field) => field.kind !== 'list' && field.list === list);
    return nearestName(
      wrong,
      here.map(({ name }) => name),
    );
  }

  #tell(
    kind: TemplateProblem['kind'],
    name: string,
    { part, paragraph, text }: TemplateParagraph,
    at: number,
    nearest: string | null = null,
    list: string | null = null,
  ): void {
    const excerpt = excerptOf(text, at);
    this.problems.push({
      kind,
      field: name.slice(0, MOST_LETTERS),
      nearest,
      list,
      place: { part, paragraph, excerpt },
    });
  }
}
