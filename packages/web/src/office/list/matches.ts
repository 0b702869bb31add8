export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();

/** Whether every word typed is in one of the texts, with or without diacritics. */
export function matches(
  typed: string | undefined,
  ...texts: readonly (string | null | undefined)[]
): boolean {
  const text = folded(texts.filter((one) => one != null).join(' '));
  return folded(typed ?? '')
    .split(/\s+/)
    .every((word) => text.includes(word));
}
