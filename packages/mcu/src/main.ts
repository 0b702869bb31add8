import { runNode } from './process/run-node.ts';

await runNode();
