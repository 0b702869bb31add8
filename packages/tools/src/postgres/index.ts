export { debianBinaries, embeddedBinaries, type PostgresBinaries } from './binaries.ts';
export { type ClusterOptions, PostgresCluster } from './cluster.ts';
