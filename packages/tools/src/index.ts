export { CHAIR_SITE, GOVERNMENT_SITE, type SampleAccount, type SampleNodeId } from './seed/sample.ts';
export { SAMPLE_MEETING_ID } from './seed/seed.ts';
export type { SupervisedChild } from './start/child.ts';
export {
  type Installation,
  type InstallationProgress,
  type StartOptions,
  startInstallation,
} from './start/installation.ts';
