import fs from 'node:fs';
import path from 'node:path';
import { environmentInsideProject, projectNode } from '../node24.mjs';
import { inRepository } from '../paths.mjs';
import { run } from '../run.mjs';
import { broken, held, join } from './outcome.mjs';

const TOOL_TIMEOUT_MS = 5 * 60_000;

/** One check per tsconfig.json: that of the root covers what runs on Node, a package may have its own. */
export async function checkTypes(context) {
  const folders = ['', 'e2e', ...fs.readdirSync(inRepository('packages')).map((name) => `packages/${name}`)];
  const projects = folders
    .map((folder) => path.join(folder, 'tsconfig.json'))
    .filter((file) => fs.existsSync(inRepository(file)));
  const outcomes = [];
  for (const project of projects) {
    context.note(project);
    const args = [
      'node_modules/typescript/lib/tsc.js',
      '--noEmit',
      '--pretty',
      'false',
      '--project',
      project,
    ];
    outcomes.push(await runTool(`types of ${project}`, projectNode(), args, context));
  }
  return join(outcomes);
}

/** Biome's findings without the excerpts; they are in the log. */
export async function lint(context) {
  const args = ['ci', '--max-diagnostics=200', '--colors=off', '.'];
  const outcome = await runTool('Biome', inRepository('node_modules', '.bin', 'biome'), args, context);
  return {
    ...outcome,
    failures: outcome.failures.map(({ name, detail }) => ({ name, detail: headingsIn(detail) })),
  };
}

function headingsIn(output) {
  const headings = output.split('\n').filter((line) => /^\S+ .*━/.test(line) && !/^(ci|check) ━/.test(line));
  const advice = 'npm run format mends what can be mended without thinking';
  return headings.length === 0
    ? output
    : [...headings.map((line) => line.replace(/\s*━+$/, '')), advice].join('\n');
}

export function reportUnused(context) {
  const args = ['node_modules/knip/bin/knip.js', '--no-progress', '--reporter=compact'];
  return runTool('knip', projectNode(), args, context);
}

async function runTool(name, program, args, { logFile }) {
  const { code, output, timedOut } = await run(program, args, {
    cwd: inRepository(),
    env: { ...environmentInsideProject(), NO_COLOR: '1' },
    logFile,
    timeoutMs: TOOL_TIMEOUT_MS,
  });
  if (code === 0) return held();
  return broken(name, timedOut ? `took longer than ${TOOL_TIMEOUT_MS / 60_000} minutes` : output);
}
