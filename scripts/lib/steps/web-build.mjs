import fs from 'node:fs';
import path from 'node:path';
import { withLock } from '../lock.mjs';
import { environmentInsideProject, projectNode } from '../node24.mjs';
import { inRepository, localCache } from '../paths.mjs';
import { step } from '../progress.mjs';
import { mustRun } from '../run.mjs';
import { hashFiles, listFiles, readStamp, writeStamp } from '../stamp.mjs';

const STAMP = 'web-build';
const isTest = /\.test\.tsx?$/;

/** Builds the web application when its sources, or those it uses, have changed since the last build. */
export async function ensureWebBuild() {
  const wanted = hashFiles(sourceFiles());
  if (isBuilt(wanted)) return;
  await withLock(path.join(localCache, 'web-build.lock'), async () => {
    if (isBuilt(wanted)) return;
    await step('Web application', async ({ note }) => {
      note('vite build');
      await build();
      writeStamp(STAMP, wanted);
    });
  });
}

/** Builds beside the old result and exchanges the two at the end: a server may be serving the old one. */
async function build() {
  const web = inRepository('packages', 'web');
  const fresh = path.join(localCache, 'web-build', 'fresh');
  const old = path.join(localCache, 'web-build', 'old');
  await mustRun(
    projectNode(),
    [inRepository('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', fresh, '--emptyOutDir'],
    {
      cwd: web,
      env: { ...environmentInsideProject(), NODE_ENV: 'production' },
      logFile: path.join(localCache, 'logs', 'web-build.log'),
      what: 'the web application could not be built',
      advice: 'correct what Vite says above and start again',
    },
  );
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(distFolder())) fs.renameSync(distFolder(), old);
  fs.renameSync(fresh, distFolder());
  fs.rmSync(old, { recursive: true, force: true });
}

function isBuilt(wanted) {
  return readStamp(STAMP) === wanted && fs.existsSync(path.join(distFolder(), 'index.html'));
}

function sourceFiles() {
  const packages = ['web', 'base', 'contracts', 'domain'].flatMap((name) =>
    listFiles(inRepository('packages', name)),
  );
  return [
    ...packages.filter((file) => !isTest.test(file)),
    inRepository('package-lock.json'),
    inRepository('tsconfig.base.json'),
  ];
}

function distFolder() {
  return inRepository('packages', 'web', 'dist');
}
