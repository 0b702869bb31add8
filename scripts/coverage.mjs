/**
 * `npm run coverage`: writes docs/coverage.md, which requirement is proved by which tests.
 *
 * `--json` prints the figures instead, `--check` only says whether the file is up to date.
 */
import { coverageFile, readCoverage, renderCoverage, summarise } from './lib/coverage/report.mjs';
import { StepFailure } from './lib/failure.mjs';
import { main } from './lib/main.mjs';
import { readTextIfThere, writeAtomically } from './lib/stamp.mjs';
import { ensureNpmPackages } from './lib/steps/npm-packages.mjs';

await main(async (args) => {
  await ensureNpmPackages();
  const coverage = await readCoverage();
  if (args.includes('--json')) {
    console.log(JSON.stringify(summarise(coverage)));
    return 0;
  }
  refuseUnknownIds(coverage);
  const text = renderCoverage(coverage);
  if (!args.includes('--check')) {
    writeAtomically(coverageFile, text);
  } else if (readTextIfThere(coverageFile) !== text) {
    throw new StepFailure('docs/coverage.md is not up to date', {
      advice: 'run npm run coverage and commit the file',
    });
  }
  const { total, tested } = summarise(coverage);
  console.log(`${tested} of ${total} requirements have a test`);
  return 0;
});

function refuseUnknownIds({ unknown }) {
  if (unknown.length === 0) return;
  const [{ id, file, title }] = unknown;
  throw new StepFailure(`${file}: "${title}" names ${id}, which docs/requirements.md does not have`, {
    advice: 'correct the name of the test',
  });
}
