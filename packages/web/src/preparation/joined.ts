/** Facts of one line, those that there are. */
export const joined = (...parts: readonly (string | false | null)[]): string =>
  parts.filter((part) => part !== false && part !== null && part !== '').join(' · ');
