import fs from 'node:fs';
import path from 'node:path';
import { formatElapsed } from '../progress.mjs';

const DETAIL_LINES = 30;

/** @param results - `{ stage, outcome, ms, logFile }` for each stage that was run */
export function summaryOf(results) {
  const lines = ['', ...failuresIn(results), '', ...tableOf(results), ''];
  return [...lines, closingLine(results)].join('\n');
}

export function hasFailed(results) {
  return results.some(({ outcome }) => outcome.failures.length > 0);
}

/** The last line of a run; people and CI read it. */
export function closingLine(results) {
  const sum = (count) => results.reduce((total, { outcome }) => total + count(outcome), 0);
  const skipped = sum((outcome) => outcome.skipped);
  const line = `${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failures.length)} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

function tableOf(results) {
  const rows = results.map(({ stage, outcome, ms }) => [
    outcome.failures.length > 0 ? '✗' : '✓',
    stage.title,
    String(outcome.passed),
    String(outcome.failures.length),
    formatElapsed(ms),
  ]);
  const widths = [1, 20, 6, 6, 8].map((least, column) =>
    Math.max(least, ...rows.map((row) => row[column].length)),
  );
  const format = (row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  return [format(['', 'stage', 'passed', 'failed', 'time']), ...rows.map(format)];
}

function failuresIn(results) {
  return results
    .filter(({ outcome }) => outcome.failures.length > 0)
    .flatMap(({ stage, outcome, logFile }) => [
      `${stage.title}: ${outcome.failures.length} failed`,
      ...outcome.failures.flatMap(({ name, detail }) => [`  ✗ ${name}`, ...shorten(detail)]),
      ...(fs.existsSync(logFile) ? [`    whole output: ${path.relative(process.cwd(), logFile)}`] : []),
      '',
    ]);
}

function shorten(detail) {
  if (detail.trim() === '') return [];
  const lines = detail.trimEnd().split('\n');
  const shown = lines.slice(0, DETAIL_LINES).map((line) => `      ${line}`);
  return lines.length > DETAIL_LINES
    ? [...shown, `      … ${lines.length - DETAIL_LINES} more lines`]
    : shown;
}
