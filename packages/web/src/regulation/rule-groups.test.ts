import { ParameterKey } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { ruleGroups } from './rule-groups.ts';

test('[R-PROF-01] every parameter of the regulation stands in exactly one group of the page', () => {
  const shown = ruleGroups.flatMap(([, keys]) => [...keys]);
  expect([...shown].sort()).toEqual([...ParameterKey.options].sort());
});
