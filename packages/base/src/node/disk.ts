/** The disk, or the share of it we may use, is full. */
export const isDiskFull = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');

/** A program of another's making says the same in the words of the system. */
export const saysDiskFull = (words: string): boolean => /no space left|disk quota exceeded/i.test(words);
