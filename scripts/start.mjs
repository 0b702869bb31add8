/**
 * `npm start`: brings this machine to where the system can run, then runs it. Arguments go to the program.
 */
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { inRepository } from './lib/paths.mjs';
import { prepareToRun } from './lib/prepare.mjs';

await main(async (args) => {
  const { node, env } = await prepareToRun();
  return handOver(node, [inRepository('packages', 'tools', 'src', 'start.ts'), ...args], env);
});
