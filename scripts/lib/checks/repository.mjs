import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { coverageFile, readCoverage, renderCoverage } from '../coverage/report.mjs';
import { listUnlicensed, noticeFile, renderNotice } from '../notice/report.mjs';
import { inRepository } from '../paths.mjs';
import { readTextIfThere } from '../stamp.mjs';
import { installScripts } from '../steps/npm-packages.mjs';
import { broken, held, join } from '../testing/outcome.mjs';
import { findMachineTraces } from './machine-traces.mjs';

/** What must be true of the repository itself. Each entry returns its findings; none means that it holds. */
const checks = {
  'docs/coverage.md is up to date': async () => {
    const isFresh = readTextIfThere(coverageFile) === renderCoverage(await readCoverage());
    return isFresh ? [] : ['run npm run coverage and commit the file'];
  },
  'tests name only requirements that exist': async () =>
    (await readCoverage()).unknown.map(({ id, file, title }) => `${file}: "${title}" names ${id}`),
  'NOTICE is up to date': () =>
    readTextIfThere(noticeFile) === renderNotice() ? [] : ['run node scripts/notice.mjs and commit the file'],
  'every package names its licence': () => listUnlicensed(),
  'no tracked file names a machine': () => findMachineTraces(trackedFiles()),
  'package-lock.json names no host': () =>
    Object.entries(readLock())
      .filter(([, entry]) => /^[a-z+]+:\/\//.test(entry.resolved ?? ''))
      .map(([name]) => `${name}: run npm install with the project's .npmrc`),
  'it is decided about every install script': () =>
    Object.entries(readLock())
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length))
      .filter((name) => !Object.keys(installScripts).some((known) => isNamed(name, known)))
      .map((name) => `${name}: say in scripts/lib/steps/npm-packages.mjs whether it must run`),
};

export async function checkRepository({ note = () => {} } = {}) {
  const outcomes = [];
  for (const [name, check] of Object.entries(checks)) {
    note(name);
    const findings = await check();
    outcomes.push(findings.length === 0 ? held() : broken(name, findings.join('\n')));
  }
  return join(outcomes);
}

/** A name ending in a slash stands for all packages of that scope. */
function isNamed(name, known) {
  return known.endsWith('/') ? name.startsWith(known) : name === known;
}

function readLock() {
  return JSON.parse(fs.readFileSync(inRepository('package-lock.json'), 'utf8')).packages;
}

function trackedFiles() {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z'], {
    cwd: inRepository(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) return []; // An unpacked archive has no list of tracked files and no history to keep clean.
  return stdout.split('\0').filter((name) => name !== '' && fs.existsSync(inRepository(name)));
}
