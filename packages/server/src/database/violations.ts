import pg from 'pg';

/** Whether the database refused a second row under the same key. */
export const isUniqueViolation = (cause: unknown, constraint: string): boolean =>
  cause instanceof pg.DatabaseError && cause.code === '23505' && cause.constraint === constraint;

/** Whether two transactions waited for each other, or could not be put in an order: done again, it may well succeed. */
export const isWorthRepeating = (cause: unknown): boolean =>
  cause instanceof pg.DatabaseError && (cause.code === '40P01' || cause.code === '40001');

/** Whether the database refused a row by the constraint of this name, whatever its kind. */
export const violates = (cause: unknown, constraint: string): boolean =>
  cause instanceof pg.DatabaseError && cause.constraint === constraint;
