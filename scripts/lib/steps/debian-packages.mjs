import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { withLock } from '../lock.mjs';
import { localCache } from '../paths.mjs';
import { step } from '../progress.mjs';
import { mustRun } from '../run.mjs';

/** What a running installation uses: recording and test media; addresses and line faults of the network. */
export const runtimePackages = ['ffmpeg', 'iproute2'];

/** What only tests, demonstrations and measurements use. */
export const testPackages = {
  /** Networks that block media: `nft` drops packets, coturn relays past it. */
  network: ['nftables', 'coturn'],
  /** The fonts have all Vietnamese letters; without them screenshots show boxes. */
  browser: ['chromium', 'fonts-liberation2'],
  /** Reads the printed forms back: `pdftotext`, `pdffonts`. */
  documents: ['poppler-utils'],
  /** The second PostgreSQL on which the store tests run. */
  database: ['postgresql'],
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg's placeholders.
const dpkgFormat = '-f=${Package} ${db:Status-Status}\n';

/**
 * Installs those of the Debian packages that are missing.
 *
 * @param purpose - completes "needed …", for the message when they cannot be installed
 */
export async function ensureDebianPackages(names, purpose) {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  const byHand = `apt-get install ${missing.join(' ')}`;
  if (!hasCommand('apt-get')) {
    throw new StepFailure(`needed ${purpose} and not found: ${missing.join(', ')}`, {
      advice: 'this system has no apt-get: install these programs in its own way and start again',
    });
  }
  if (process.getuid?.() !== 0) {
    throw new StepFailure(`needed ${purpose} and not installed: ${missing.join(', ')}`, {
      advice: `run "${byHand}" as root (sudo ${byHand}) and start again`,
    });
  }
  await step('Debian packages', ({ begin, note }) => {
    begin(missing.join(', '));
    return withLock(path.join(localCache, 'debian-packages.lock'), () => install(missing, purpose, note));
  });
}

async function install(missing, purpose, note) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const logFile = path.join(localCache, 'logs', 'debian-packages.log');
  // Another apt-get may be running (an unattended upgrade): wait for it a while instead of failing at once.
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];
  const advice = `look whether this machine reaches a Debian mirror, or run "apt-get install ${missing.join(' ')}" by hand`;
  note('reading the package lists');
  await mustRun('apt-get', [...patience, 'update'], {
    env,
    logFile,
    advice,
    what: 'the Debian package lists could not be read',
  });
  note(`installing ${missing.join(' ')}`);
  await mustRun('apt-get', [...patience, 'install', '--yes', '--no-install-recommends', ...missing], {
    env,
    logFile,
    advice,
    what: `Debian packages needed ${purpose} could not be installed`,
    onOutput: (piece) => {
      const setting = /Setting up (\S+)/.exec(piece);
      if (setting) note(`setting up ${setting[1]}`);
    },
  });
}

function missingPackages(names) {
  if (!hasCommand('dpkg-query')) return names.filter((name) => !hasCommand(commandOf(name)));
  const { stdout } = spawnSync('dpkg-query', ['-W', dpkgFormat, ...names], { encoding: 'utf8' });
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/** On systems without dpkg a package counts as there when its main program is. */
function commandOf(packageName) {
  return (
    { iproute2: 'ip', postgresql: 'pg_ctl', 'flatbuffers-compiler': 'flatc' }[packageName] ?? packageName
  );
}

function hasCommand(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      fs.accessSync(path.join(folder, name), fs.constants.X_OK);
      return true;
    } catch {
      return false; // Not in this folder.
    }
  });
}
