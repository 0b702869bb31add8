import type { vi } from './vi.ts';

/** Every text of the interface has a key; Vietnamese is the source. */
export type TextKey = keyof typeof vi;

/** Names in braces of a text, such as `site` in `Gọi {site}`. */
type Blank<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Blank<Rest> : never;

type Blanks<K extends TextKey> = Blank<(typeof vi)[K]>;

/** What must be given to fill a text's blanks; nothing when it has none. */
export type TextArgs<K extends TextKey> = [Blanks<K>] extends [never]
  ? []
  : [blanks: Readonly<Record<Blanks<K>, string | number>>];

/** Text of a key in the present language. A missing blank does not compile. */
export type Translate = <K extends TextKey>(key: K, ...args: TextArgs<K>) => string;

export type Catalogue = Readonly<Record<TextKey, string>>;

export function translator(catalogue: Catalogue): Translate {
  return (key, ...args) => {
    const blanks: Readonly<Record<string, string | number>> = args[0] ?? {};
    return catalogue[key].replace(/\{(\w+)\}/g, (all, name: string) => String(blanks[name] ?? all));
  };
}
