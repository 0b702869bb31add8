/** `npm run camera -- …`: the bridge between a room's page and its network camera, on the room's own computer. */
import { handOver } from './lib/hand-over.mjs';
import { main } from './lib/main.mjs';
import { environmentInsideProject, projectNode } from './lib/node24.mjs';
import { inRepository } from './lib/paths.mjs';
import { ensureNpmPackages } from './lib/steps/npm-packages.mjs';

/** The tools are TypeScript, whose types Node strips with a warning. */
const quiet = '--disable-warning=ExperimentalWarning';

await main(async (args) => {
  await ensureNpmPackages();
  return handOver(
    projectNode(),
    [quiet, inRepository('packages', 'tools', 'src', 'camera', 'camera.main.ts'), ...args],
    environmentInsideProject(),
  );
});
