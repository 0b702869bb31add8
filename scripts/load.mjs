/** `npm run load -- …`: rooms without browsers in a meeting. Without options it starts an installation of its own. */
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { inRepository } from './lib/paths.mjs';
import { prepareToRun } from './lib/prepare.mjs';

/** The tools are TypeScript, whose types Node strips with a warning. */
const quiet = '--disable-warning=ExperimentalWarning';

await main(async (args) => {
  const { node, env } = await prepareToRun();
  return handOver(
    node,
    [quiet, inRepository('packages', 'tools', 'src', 'load', 'load.main.ts'), ...args],
    env,
  );
});
