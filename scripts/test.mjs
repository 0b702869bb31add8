/**
 * `npm test`: brings this machine to where the tests can run, runs them stage by stage and tells at the end what
 * failed. The last line is `N passed, N failed`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from './lib/failure.mjs';
import { withLock } from './lib/lock.mjs';
import { main } from './lib/main.mjs';
import { localCache } from './lib/paths.mjs';
import { say, step } from './lib/progress.mjs';
import { ensureNpmPackages } from './lib/steps/npm-packages.mjs';
import { parseOptions, selectStages, usage } from './lib/testing/options.mjs';
import { broken } from './lib/testing/outcome.mjs';
import { closingLine, hasFailed, summaryOf } from './lib/testing/report.mjs';
import { prepareStage, stages } from './lib/testing/stages.mjs';

const logFolder = path.join(localCache, 'test-logs');

await main(async (args) => {
  const options = parseOptions(args);
  if (options.help) return print(usage);
  if (options.list) return print(stages.map((stage) => `${stage.id.padEnd(14)} ${stage.title}`).join('\n'));
  const selected = selectStages(stages, options);

  const results = await withLock(path.join(localCache, 'test.lock'), () => runAll(selected, options), {
    onWait: (pid) =>
      say(`Another test run (process ${pid}) is using this working copy; waiting for it to end.`),
  });
  print(summaryOf(results));
  return hasFailed(results) ? 1 : 0;
});

async function runAll(selected, options) {
  fs.mkdirSync(logFolder, { recursive: true });
  try {
    await ensureNpmPackages();
  } catch (error) {
    return [resultOf({ id: 'npm', title: 'npm packages' }, asOutcome('npm packages', error), 0)];
  }
  const results = [];
  for (const stage of selected) results.push(await runStage(stage, options));
  return results;
}

async function runStage(stage, options) {
  const startedAt = Date.now();
  const logFile = path.join(logFolder, `${stage.id}.log`);
  fs.rmSync(logFile, { force: true });
  const resultFrom = (outcome) => resultOf(stage, outcome, Date.now() - startedAt);
  try {
    const env = await prepareStage(stage);
    const outcome = await step(
      stage.title,
      ({ begin, note }) => {
        begin();
        return stage.run({ env, options, note, logFile });
      },
      (ended) => ({ ok: ended.failures.length === 0, text: closingLine([{ outcome: ended }]) }),
    );
    return resultFrom(outcome);
  } catch (error) {
    return resultFrom(asOutcome(stage.title, error));
  }
}

function resultOf(stage, outcome, ms) {
  return { stage, outcome, ms, logFile: path.join(logFolder, `${stage.id}.log`) };
}

/** A step that could not be done fails the stage that needed it; a defect keeps its stack. */
function asOutcome(name, error) {
  if (!(error instanceof StepFailure)) return broken(name, error.stack ?? String(error));
  return broken(
    `${name}: ${error.message}`,
    [error.detail, error.advice && `What to do: ${error.advice}`].filter(Boolean).join('\n'),
  );
}

function print(text) {
  process.stdout.write(`${text}\n`);
  return 0;
}
