import fs from 'node:fs';
import path from 'node:path';
import { environmentInsideProject, projectNode } from '../node24.mjs';
import { inRepository, localCache } from '../paths.mjs';
import { run, tailOf } from '../run.mjs';
import { broken } from './outcome.mjs';

/**
 * Runs one vitest project and reads its result from vitest's own JSON report.
 *
 * @param context.env - added to the environment of the tests
 * @param context.options - the name and file filters of this run
 * @param context.note - shows how many tests are done
 * @param context.workers - how many test files at once; left out: what vitest chooses
 */
export async function runVitest(project, { stageId, env = {}, options, note, workers, timeoutMs, logFile }) {
  const report = path.join(localCache, 'test-logs', `${stageId}.json`);
  fs.rmSync(report, { force: true });
  const args = [
    inRepository('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--project=${project}`,
    '--passWithNoTests',
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(workers === undefined ? [] : [`--maxWorkers=${workers}`]),
    ...(options.name === undefined ? [] : [`--testNamePattern=${options.name}`]),
    ...options.files,
  ];
  const result = await run(projectNode(), args, {
    cwd: inRepository(),
    env: { ...environmentInsideProject(), NO_COLOR: '1', ...env },
    logFile,
    timeoutMs,
    onOutput: counter(note),
  });
  if (result.timedOut) {
    const minutes = Math.round(timeoutMs / 60_000);
    return broken(`${project}: not finished after ${minutes} minutes`, tailOf(result.output));
  }
  return readReport(report, project, result);
}

function readReport(report, project, { code, output }) {
  if (!fs.existsSync(report)) {
    if (code === 0 && /No test files found/.test(output)) return { passed: 0, skipped: 0, failures: [] };
    return broken(`${project}: vitest did not finish`, tailOf(output));
  }
  const outcome = outcomeOf(JSON.parse(fs.readFileSync(report, 'utf8')));
  if (code !== 0 && outcome.failures.length === 0) {
    outcome.failures.push({ name: `${project}: an error outside the tests`, detail: tailOf(output, 40) });
  }
  return outcome;
}

/** @param report - vitest's JSON report; a file that could not be loaded counts as one failed test */
export function outcomeOf(report) {
  const files = report.testResults;
  const tests = files.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: shorten(file.name) })),
  );
  const failedTests = tests
    .filter((test) => test.status === 'failed')
    .map((test) => ({
      name: `${test.file} > ${test.fullName}`,
      detail: (test.failureMessages ?? []).join('\n'),
    }));
  const failedFiles = files
    .filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    )
    .map((file) => ({ name: shorten(file.name), detail: file.message ?? '' }));
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).length,
    failures: [...failedTests, ...failedFiles],
  };
}

function shorten(file) {
  return path.relative(inRepository(), file);
}

/** Counts the verbose reporter's lines as they come. */
function counter(note) {
  const done = { '✓': 0, '×': 0 };
  return (piece) => {
    for (const [, mark] of piece.matchAll(/^\s*([✓×])/gmu)) done[mark] += 1;
    note(`${done['✓']} passed${done['×'] ? `, ${done['×']} failed` : ''}`);
  };
}
