import pg from 'pg';

/** Whether the database refused a second row under the same key. */
export const isUniqueViolation = (cause: unknown, constraint: string): boolean =>
  cause instanceof pg.DatabaseError && cause.code === '23505' && cause.constraint === constraint;
