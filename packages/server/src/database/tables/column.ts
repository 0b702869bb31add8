import type { ColumnType, JSONColumnType } from 'kysely';

/** `timestamptz`: a `Date` both ways. */
export type Time = ColumnType<Date, Date, Date>;
export type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** `jsonb`: read as unknown and parsed by a schema, written as text. */
export type Json = JSONColumnType<object, string, string>;
export type OptionalJson = ColumnType<unknown, string | null | undefined, string | null>;
