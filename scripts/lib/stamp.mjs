import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRepository, localCache } from './paths.mjs';

/** Hash over names and contents of files, independent of their order and of the place of the working copy. */
export function hashFiles(files, { salt = '' } = {}) {
  const hash = createHash('sha256').update(salt);
  for (const file of [...files].sort()) {
    hash.update(`\0${path.relative(inRepository(), file)}\0`);
    hash.update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

export function hashText(text) {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * All files below a folder, depth first.
 *
 * @param skip - folder names left out at every depth
 */
export function listFiles(folder, { skip = ['node_modules', 'dist', '.cache'] } = {}) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return skip.includes(entry.name) ? [] : listFiles(full, { skip });
    return entry.isFile() ? [full] : [];
  });
}

/**
 * A note that something was done for a certain content. Written only after success, so that an interrupted step is
 * simply done again.
 */
export function readStamp(name) {
  return readTextIfThere(stampFile(name))?.trim();
}

export function readTextIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export function writeStamp(name, value) {
  writeAtomically(stampFile(name), `${value}\n`);
}

/** A reader sees the old file or the new one, never half of it. */
export function writeAtomically(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.part`;
  fs.writeFileSync(draft, content);
  fs.renameSync(draft, file);
}

function stampFile(name) {
  return path.join(localCache, 'stamps', name);
}
