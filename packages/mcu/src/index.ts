export { ConfigError, type NodeConfig, readConfig } from './config.ts';
export { type McuNode, type NodeDependencies, startNode } from './node.ts';
export { createLogger } from './process/logging.ts';
export { runNode } from './process/run-node.ts';
