import type { LiveSite } from '@nhipcau/contracts';
import { bareName } from './bare-name.ts';

/** Letters without marks and case, đ as d; NFC and NFD input alike. `Tân Đông` becomes `tan dong`. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

type Findable = Pick<LiveSite, 'siteId' | 'number' | 'name' | 'groupName'>;

/**
 * Sites that a typed number or name means, best first. Digits match numbers first: the exact number, then numbers that
 * begin with them. Words match beginnings of words of the name, in any order; marks and case do not matter.
 */
export function findSites<S extends Findable>(sites: readonly S[], typed: string, limit = 8): S[] {
  const query = plainLetters(typed);
  if (query === '') return [];
  const scored = sites.flatMap((site) => {
    const score = matchScore(site, query);
    return score === null ? [] : [{ site, score }];
  });
  scored.sort((a, b) => a.score - b.score || a.site.number - b.site.number);
  return scored.slice(0, limit).map(({ site }) => site);
}

/** Lower is better; null is no match. */
function matchScore(site: Findable, query: string): number | null {
  if (/^\d+$/.test(query)) {
    const number = String(site.number);
    if (number === String(Number(query))) return 0;
    if (number.startsWith(query)) return 1;
  }
  const name = plainLetters(site.name);
  if (name === query) return 2;
  if (name.startsWith(query)) return 3;
  const bare = plainLetters(bareName(site.name));
  if (bare.startsWith(query)) return 3;
  const words = name.split(' ');
  const asked = query.split(' ');
  if (asked.every((part) => words.some((word) => word.startsWith(part)))) return 4;
  const all = [...words, ...plainLetters(site.groupName).split(' ')];
  if (asked.every((part) => all.some((word) => word.startsWith(part)))) return 5;
  return null;
}
