import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of this working copy. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the scripts remember about this working copy: stamps, locks, logs. Ignored by git, safe to delete. */
export const localCache = path.join(repositoryRoot, '.cache');

/** What all working copies of one user share: the media worker. */
export function userCache(env = process.env) {
  const base = env.XDG_CACHE_HOME || path.join(env.HOME || os.homedir(), '.cache');
  return path.join(base, 'nhipcau');
}

export function inRepository(...parts) {
  return path.join(repositoryRoot, ...parts);
}
