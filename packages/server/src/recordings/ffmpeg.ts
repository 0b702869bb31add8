import { spawn } from 'node:child_process';
import { isDiskFull, saysDiskFull } from '@nhipcau/base/node';
import type { ErrorCode } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';

/** Rendering gives way to everything else on the machine. */
const NICE = '15';
const KEPT_WORDS = 2_000;

/** The renderer ended with a failure; `words` are its last complaints. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
  readonly words: string;

  constructor(words: string) {
    super('ffmpeg failed');
    this.words = words;
  }
}

/** Why a film or a copy could not be made, as it is shown. What was recorded is not touched by any of it. */
export function renderFault(cause: unknown): ErrorCode {
  if (cause instanceof AppError) return cause.code;
  const isDisk = isDiskFull(cause) || (cause instanceof RenderError && saysDiskFull(cause.words));
  return isDisk ? 'RECORDINGS_FULL' : 'RENDER_FAILED';
}

/** Runs the program at the lowest priority, in a folder. @throws {RenderError} */
export function runFfmpeg(
  program: string,
  args: readonly string[],
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const words = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args];
    const child = spawn('nice', ['-n', NICE, program, ...words], {
      cwd: folder,
      signal,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      said = (said + piece.toString('utf8')).slice(-KEPT_WORDS);
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new RenderError(said.trim()))));
  });
}
