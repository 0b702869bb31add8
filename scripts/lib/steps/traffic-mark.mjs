import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { inRepository, userCache } from '../paths.mjs';
import { hashText } from '../stamp.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';

const SOURCES = inRepository('vendor', 'traffic-mark');

/**
 * Provides the library that puts a DSCP mark on the worker's packets (R-AST-13): compiled once per machine, some
 * milliseconds.
 *
 * @returns its path, to be handed to nodes as MCU_MARKER
 */
export const ensureTrafficMark = (env = process.env) =>
  compiled({ env, source: 'mark.c', name: 'traffic-mark.so', flags: ['-shared', '-fPIC'] });

/** The program that says with which mark a packet arrives; for tests. */
export const ensureTrafficLook = (env = process.env) =>
  compiled({ env, source: 'look.c', name: 'traffic-look', flags: [] });

async function compiled({ env, source, name, flags }) {
  const file = path.join(SOURCES, source);
  const key = `${os.arch()}-${hashText(fs.readFileSync(file, 'utf8')).slice(0, 16)}`;
  const made = path.join(userCache(env), 'traffic-mark', key, name);
  if (fs.existsSync(made)) return made;
  if (spawnSync('cc', ['--version']).status !== 0)
    await ensureDebianPackages(['gcc', 'libc6-dev'], 'to mark the traffic of meetings');
  fs.mkdirSync(path.dirname(made), { recursive: true });
  const draft = `${made}.${process.pid}.part`;
  const { status, stderr } = spawnSync('cc', ['-O2', '-Wall', ...flags, '-o', draft, file, '-ldl'], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new StepFailure(`vendor/traffic-mark/${source} does not compile`, { advice: stderr.slice(0, 500) });
  fs.renameSync(draft, made);
  return made;
}
