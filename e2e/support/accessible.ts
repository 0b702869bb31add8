import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const Found = z.array(z.string());

/**
 * Fails with what axe calls serious or critical on the page as it stands: rule, reason and element of each.
 *
 * Not counted: of a table of Ant Design the row by which it measures its columns, which nobody reaches, and that what scrolls
 * sideways has nothing to focus, since the browser lets keys scroll it; of a tile that it is called by the site's whole name
 * and its facts in words, while it shows the short name and marks.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(`axe
    .run({ exclude: ['.ant-table-measure-row', '.ant-table-content'] }, { resultTypes: ['violations'] })
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.filter(({ html }) => !(id === 'label-content-name-mismatch' && /class="tile /.test(html))).map(({ html, any, all, none }) =>
        [id, [...any, ...all, ...none][0]?.message, html.slice(0, 200)].join(' | '))))`);
  expect(Found.parse(found)).toEqual([]);
}
