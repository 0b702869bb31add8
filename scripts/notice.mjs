/** `node scripts/notice.mjs`: writes NOTICE. `--check` only says whether it is up to date. */
import { StepFailure } from './lib/failure.mjs';
import { main } from './lib/main.mjs';
import { noticeFile, renderNotice } from './lib/notice/report.mjs';
import { readTextIfThere, writeAtomically } from './lib/stamp.mjs';
import { ensureNpmPackages } from './lib/steps/npm-packages.mjs';

await main(async (args) => {
  await ensureNpmPackages();
  const text = renderNotice();
  if (!args.includes('--check')) writeAtomically(noticeFile, text);
  else if (readTextIfThere(noticeFile) !== text) {
    throw new StepFailure('NOTICE is not up to date', {
      advice: 'run node scripts/notice.mjs and commit the file',
    });
  }
  return 0;
});
