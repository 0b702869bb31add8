import { expect, test } from 'vitest';
import { idsIn, parseRequirements } from './requirements.mjs';

test('requirements are read with kind, title and area', () => {
  const markdown = [
    '### 4.2 MCU — conference core',
    '',
    '#### R-MCU-03 [S] Mix-minus',
    'Text.',
    '#### R-MCU-04 [D] Layouts',
  ];
  expect(parseRequirements(markdown.join('\n'))).toEqual([
    { id: 'R-MCU-03', kind: 'S', title: 'Mix-minus', area: 'MCU — conference core' },
    { id: 'R-MCU-04', kind: 'D', title: 'Layouts', area: 'MCU — conference core' },
  ]);
});

test.each([
  ['[R-MCU-03] one', ['R-MCU-03']],
  ['[R-CDT-02][R-CDT-03] two', ['R-CDT-02', 'R-CDT-03']],
  ['[BK-3] [R-REG-01] beside a rule', ['R-REG-01']],
  ['no id, though [R-MCU-03] is mentioned', []],
])('%s', (title, ids) => {
  expect(idsIn(title)).toEqual(ids);
});
