import { type ErrorCode, errorCatalogue, type HttpFailure } from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { AppError, type Facts } from '../app-error.ts';
import { BadRequestError } from './route.ts';

interface Failure {
  readonly code: ErrorCode;
  readonly facts: Facts;
}

const statusOf = (cause: unknown): number | null =>
  cause instanceof Error && 'statusCode' in cause && typeof cause.statusCode === 'number'
    ? cause.statusCode
    : null;

/** What the caller is told of a failure: a code of the catalogue. What is not one of ours is a defect. */
function failureOf(cause: unknown): Failure {
  if (cause instanceof AppError) return { code: cause.code, facts: cause.facts };
  if (cause instanceof BadRequestError)
    return { code: 'BAD_MESSAGE', facts: { path: cause.path, issue: cause.issue } };
  switch (statusOf(cause)) {
    case 400:
    case 415:
      return { code: 'BAD_MESSAGE', facts: {} }; // Not JSON, or an address that cannot be decoded.
    case 403: // A path that leads out of the web files.
    case 404:
      return { code: 'NOT_FOUND', facts: {} };
    case 413:
      return { code: 'MESSAGE_TOO_LARGE', facts: {} };
    case 429:
      return { code: 'RATE_LIMITED', facts: {} };
    default:
      return { code: 'INTERNAL', facts: {} };
  }
}

export function describeFailure(
  cause: unknown,
  correlationId: string,
  log: FastifyBaseLogger,
): { status: number; code: ErrorCode; body: HttpFailure } {
  const { code, facts } = failureOf(cause);
  const { status, kind } = errorCatalogue[code];
  if (kind === 'defect') log.error({ err: cause, correlationId }, 'request failed by a defect');
  const body = { code, correlationId, ...(Object.keys(facts).length > 0 ? { facts } : {}) };
  return { status, code, body };
}
