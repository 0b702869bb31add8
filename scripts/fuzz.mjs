/**
 * `npm run fuzz [-- MINUTES] [--only STAGE,STAGE]`: the tests that play with chance, again and again, each round with
 * another seed. What fails is told with its seed, so that it can become a named test.
 */
import { main } from './lib/main.mjs';
import { ensureNpmPackages } from './lib/steps/npm-packages.mjs';
import { fuzz, parseFuzzOptions } from './lib/testing/fuzz.mjs';

await main(async (args) => {
  const options = parseFuzzOptions(args);
  await ensureNpmPackages();
  const { text, hasFailed } = await fuzz(options);
  process.stdout.write(`${text}\n`);
  return hasFailed ? 1 : 0;
});
