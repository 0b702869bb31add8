import fs from 'node:fs';
import { inRepository } from './paths.mjs';
import { listFiles } from './stamp.mjs';

/** TypeScript sources of the packages and the journeys. */
export function listSources() {
  return [inRepository('packages'), inRepository('e2e')]
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\.(ts|tsx|mts)$/.test(file) && !file.endsWith('.d.ts'));
}

/** Files that only tests load: they may use what a running system may not. */
export function isTestFile(file) {
  return /\.test\.tsx?$/.test(file);
}

/**
 * Parses a source file. The parser comes from npm, so this works only after the packages have been installed.
 *
 * @returns `{ program, module }`: the syntax tree, and imports and exports as a list
 */
export async function parse(file) {
  const { parseSync } = await import('oxc-parser');
  const { program, module, errors } = parseSync(file, fs.readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  return { program, module };
}

/** Calls `visitors[type](node)` for every node of the tree whose type is named. */
export async function walk(program, visitors) {
  const { Visitor } = await import('oxc-parser');
  new Visitor(visitors).visit(program);
}
