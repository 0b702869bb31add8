import { configureGlobal } from 'fast-check';
import { fuzzSeed } from './seeds.ts';

// Set-up of every test file (`vitest.config.ts`): a property that holds today holds tomorrow, as long as the code is the same.
const SEED = 20_260_401;

configureGlobal({ seed: fuzzSeed() ?? SEED });
