import type { ErrorCode } from '@nhipcau/contracts';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A failure of the catalogue: state moved on, a limit, a missing thing or a right. Leaves the API as its code. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }
}
