/**
 * `npm start`: brings this machine to where the system can run, then runs it. Arguments go to the program; whoever only asks
 * for help is answered before anything is installed.
 */
import fs from 'node:fs';
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { inRepository } from './lib/paths.mjs';
import { prepareToRun } from './lib/prepare.mjs';

await main(async (args) => {
  if (args.includes('--help')) {
    process.stdout.write(fs.readFileSync(inRepository('packages', 'tools', 'src', 'start', 'usage.txt')));
    return 0;
  }
  const { node, env } = await prepareToRun();
  return handOver(node, [inRepository('packages', 'tools', 'src', 'start.ts'), ...args], env);
});
