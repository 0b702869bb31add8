import { TermKey } from '@nhipcau/contracts';
import { atStart, commonTerms, type Terms } from '@nhipcau/domain';
import type { vi } from './vi.ts';

/** Every text of the interface has a key; Vietnamese is the source. */
export type TextKey = keyof typeof vi;

/** Names in braces of a text, such as `site` in `Gọi {site}`; a word of the locality, `{~chairSite}`, is no blank. */
type Blank<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `~${string}` ? never : Name) | Blank<Rest>
  : never;

type Blanks<K extends TextKey> = Blank<(typeof vi)[K]>;

/** What must be given to fill a text's blanks; nothing when it has none. */
export type TextArgs<K extends TextKey> = [Blanks<K>] extends [never]
  ? []
  : [blanks: Readonly<Record<Blanks<K>, string | number>>];

/** Keys of texts without blanks, for tables of texts. */
export type PlainTextKey = { [K in TextKey]: TextArgs<K> extends [] ? K : never }[TextKey];

/** Text of a key in the present language. A missing blank does not compile. */
export type Translate = <K extends TextKey>(key: K, ...args: TextArgs<K>) => string;

export type Catalogue = Readonly<Record<TextKey, string>>;

/**
 * Texts with their blanks filled in, and the locality's own words where a text has `{~chairSite}`, or `{~ChairSite}` at the
 * start of a sentence (R-PROF-06). `{count#site|sites}` is the word that goes with the number in the blank `count`, for a
 * language that has two forms.
 */
export function translator(catalogue: Catalogue, terms: Terms = commonTerms): Translate {
  return (key, ...args) => {
    const blanks: Readonly<Record<string, string | number>> = args[0] ?? {};
    return catalogue[key]
      .replace(/\{(\w+)#([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, other: string) =>
        String(blanks[name]) === '1' ? one : other,
      )
      .replace(/\{(~?)(\w+)\}/g, (all, mark: string, name: string) =>
        mark === '' ? String(blanks[name] ?? all) : (localWord(name, terms) ?? all),
      );
  };
}

/** `chairSite` inside a sentence, `ChairSite` at its beginning; undefined for what is no term. */
function localWord(name: string, terms: Terms): string | undefined {
  const term = TermKey.safeParse(name.charAt(0).toLowerCase() + name.slice(1));
  if (!term.success) return undefined;
  const word = terms[term.data];
  return term.data === name ? word : atStart(word);
}
