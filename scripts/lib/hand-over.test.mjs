import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { inRepository } from './paths.mjs';

/** A script that hands over to a program which counts its interruptions and ends half a second after the first. */
const program = `
  let count = 0;
  process.on('SIGINT', () => { if (++count === 1) setTimeout(() => process.exit(10 + count), 300); });
  setInterval(() => {}, 1000);
  console.log('ready ' + process.argv.slice(1).join(' '));
`;
const script = `
  import { handOver } from ${JSON.stringify(inRepository('scripts/lib/hand-over.mjs'))};
  process.exitCode = await handOver(process.execPath, ['-e', ${JSON.stringify(program)}, '--', 'a', 'b'], process.env);
`;

test('arguments, signals and exit code pass through, and one Ctrl-C told twice is one', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(parent.stdout, 'data');
  expect(String(output).trim()).toBe('ready a b');
  parent.kill('SIGINT');
  setTimeout(() => parent.kill('SIGINT'), 60);
  const [code] = await once(parent, 'exit');
  expect(code).toBe(11);
});
