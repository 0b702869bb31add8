/** `npm run demo`: a meeting played from beginning to end on this machine. Arguments go to the program. */
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { inRepository } from './lib/paths.mjs';
import { prepareToRun } from './lib/prepare.mjs';

await main(async (args) => {
  const { node, env } = await prepareToRun({ browser: true });
  return handOver(node, [inRepository('packages', 'tools', 'src', 'demo.ts'), ...args], env);
});
