export { debianBinaries, embeddedBinaries, type PostgresBinaries } from './binaries.ts';
export { type ClusterOptions, PostgresCluster, stopLeftoverPostgres } from './cluster.ts';
