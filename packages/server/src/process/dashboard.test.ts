import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ServerMetrics } from './metrics.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const DASHBOARD = join(ROOT, 'docs/monitoring/grafana-lines.json');
const NODE_METRICS = join(ROOT, 'packages/mcu/src/process/metrics.ts');

test('[R-MON-05] every figure the dashboard draws is one that server or node tells', async () => {
  const words = { good: 1, fair: 0, poor: 0, bad: 0, unknown: 0 };
  const nothing = () => 0;
  const metrics = new ServerMetrics({
    nodes: nothing,
    meetings: nothing,
    consoles: nothing,
    lines: () => words,
    linesWaiting: nothing,
    linesLost: nothing,
  });
  const told = await metrics.render();
  expect(told).toContain('nhipcau_lines{quality="good"} 1');
  const node = readFileSync(NODE_METRICS, 'utf8');
  const drawn = new Set(readFileSync(DASHBOARD, 'utf8').match(/nhipcau_\w+/g));
  expect(drawn.size).toBeGreaterThan(12);
  const unknown = [...drawn].filter((name) => {
    const short = name.replace(/^nhipcau_mcu_(link_)?/, '');
    const isOfNode = name.startsWith('nhipcau_mcu_') && new RegExp(`['_]${short}'`).test(node);
    return !isOfNode && !told.includes(`# HELP ${name.replace(/_bucket$/, '')} `);
  });
  expect(unknown).toEqual([]);
});
