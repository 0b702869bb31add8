import type { AssetRules, LineGap, RecordLine } from '@nhipcau/contracts';
import { inScope, type Unit } from '../staff/unit-scope.ts';

type LineRules = Pick<AssetRules, 'lines'>;
type LineFacts = Pick<RecordLine, 'network' | 'protection' | 'mark'>;

/**
 * The article by which a line may not be used at all: over the Internet without VPN or encryption, where the text wants one.
 * Null: nothing stands against it.
 *
 * @rule AS-12 (R-AST-13; HB III.1, VP Đ5)
 */
export const lineRefusal = (
  { lines }: LineRules,
  { network, protection }: Pick<RecordLine, 'network' | 'protection'>,
): NonNullable<NonNullable<AssetRules['lines']>['protection']> | null =>
  network === 'internet' && protection === 'none' ? (lines?.protection ?? null) : null;

/**
 * The priority of a site's traffic by the text: the first rule that speaks of its unit.
 *
 * @rule AS-13 (R-AST-13; VP Đ7-3, BD Đ6.3)
 */
export const linePriority = ({ lines }: LineRules, unit: Unit) =>
  lines?.priority.find(({ scope }) => inScope(scope, unit)) ?? null;

/**
 * What of a site's line is not as the text has it; `line` null: none was recorded.
 *
 * @rule AS-13 (R-AST-13)
 */
export function lineGaps(rules: LineRules, unit: Unit, line: LineFacts | null): LineGap[] {
  const { lines } = rules;
  if (lines === null) return [];
  if (line === null) return ['missing'];
  const wanted = linePriority(rules, unit)?.mark;
  return [
    ...(lines.networks.includes(line.network) ? [] : ['otherNetwork' as const]),
    ...(lineRefusal(rules, line) === null ? [] : ['unprotected' as const]),
    ...(wanted === undefined || line.mark === wanted ? [] : ['otherMark' as const]),
  ];
}
