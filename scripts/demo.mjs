/** `npm run demo`: a meeting played from beginning to end on this machine. Arguments go to the program. */
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { inRepository } from './lib/paths.mjs';
import { prepareToRun } from './lib/prepare.mjs';

/** The headless rooms' page scripts are TypeScript, whose types Node strips with a warning. */
const quiet = '--disable-warning=ExperimentalWarning';

await main(async (args) => {
  const { node, env } = await prepareToRun({ browser: true });
  return handOver(node, [quiet, inRepository('packages', 'tools', 'src', 'demo.ts'), ...args], env);
});
