/** A defect in our own code: never caused by input. */
export class DefectError extends Error {
  override readonly name = 'DefectError';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new DefectError(message);
}

/** Ends an exhaustive `switch`; does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new DefectError(`unexpected value: ${JSON.stringify(value)}`);
}

/** The value, or a defect when it is missing although our own logic guarantees it. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new DefectError(`missing: ${what}`);
  return value;
}
