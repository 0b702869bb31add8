import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from './failure.mjs';
import { inRepository } from './paths.mjs';

/** The first major version that runs our TypeScript as it is and that mediasoup, vitest and Vite support. */
const NEEDED_MAJOR = 24;

/**
 * The Node that runs our programs: the one npm installed with the project, else the user's own when it is new enough
 * (the project's package exists for Linux only).
 */
export function projectNode() {
  const installed = inRepository('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (fs.existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  throw new StepFailure(
    `there is no Node ${NEEDED_MAJOR} for ${process.platform}-${process.arch} among the npm packages`,
    {
      advice: `install Node ${NEEDED_MAJOR} or later on this machine and start again`,
    },
  );
}

/** The environment without this working copy's programs on the path: for npm, which replaces them. */
export function environmentOutsideProject(env = process.env) {
  const own = inRepository('node_modules', '.bin');
  const kept = (env.PATH ?? '').split(path.delimiter).filter((folder) => path.resolve(folder) !== own);
  return { ...env, PATH: kept.join(path.delimiter) };
}

/** The environment in which the project's Node comes first, whoever asks for `node`. */
export function environmentInsideProject(env = process.env) {
  const outside = environmentOutsideProject(env);
  return { ...outside, PATH: [inRepository('node_modules', '.bin'), outside.PATH].join(path.delimiter) };
}
