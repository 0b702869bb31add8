const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['coc_coc_browser/', 'Cốc Cốc'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Browser and system as a person would name them, or null. */
export function agentName(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const named = (list: readonly (readonly [string, string])[]) =>
    list.find(([mark]) => userAgent.includes(mark))?.[1];
  const words = [named(browsers), named(systems)].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(', ') : null;
}
