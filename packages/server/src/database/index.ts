export { type Database, type Executor, openDatabase } from './database.ts';
export { migrate, readMigrations } from './migrate.ts';
export type { Tables } from './tables.ts';
