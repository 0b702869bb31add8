export { SAMPLE_LOCALITIES, type SampleLocalityCode } from './seed/localities.ts';
export { CHAIR_SITE, GOVERNMENT_SITE, type SampleAccount } from './seed/sample.ts';
export { SAMPLE_MEETING_ID, type SeedOptions, seedLocality } from './seed/seed.ts';
export type { SupervisedChild } from './start/child.ts';
export {
  type Installation,
  type InstallationProgress,
  type StartOptions,
  startInstallation,
} from './start/installation.ts';
