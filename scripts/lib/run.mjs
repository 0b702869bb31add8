import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { StepFailure } from './failure.mjs';
import { onInterruption } from './interruption.mjs';

const TAIL_LINES = 25;

/**
 * Runs a command to its end without a terminal and without standard input.
 *
 * The child leads its own process group, so that its grandchildren end with it when we are interrupted or when
 * `timeoutMs` is over.
 *
 * @param options.logFile - all output is appended there
 * @param options.onOutput - called with every piece of output as it comes
 * @returns `{ code, signal, output, timedOut }`; a command that does not exist has code 127
 */
export function run(command, args, { cwd, env, logFile, onOutput, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const log = openLog(logFile, command, args);
    const pieces = [];
    let timedOut = false;
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const forget = onInterruption(() => killGroup(child, 'SIGTERM'));
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            killGroup(child, 'SIGKILL');
          }, timeoutMs);

    const take = (coloured) => {
      const piece = stripVTControlCharacters(coloured);
      pieces.push(piece);
      log.write(piece);
      onOutput?.(piece);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);

    let settled = false;
    const settle = (code, signal) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      forget();
      log.close();
      resolve({ code, signal, output: pieces.join(''), timedOut });
    };
    child.on('error', (error) => {
      take(`${error.message}\n`);
      settle(127, null);
    });
    child.on('close', settle);
  });
}

/** As {@link run}, but a command that fails becomes a {@link StepFailure}. */
export async function mustRun(command, args, { what, advice, ...options }) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const seen = options.logFile ? ` (whole output: ${path.relative(process.cwd(), options.logFile)})` : '';
  throw new StepFailure(`${what}: ${describeEnd(command, result)}${seen}`, {
    advice,
    detail: tailOf(result.output),
  });
}

export function tailOf(output, lines = TAIL_LINES) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

function describeEnd(command, { code, signal, timedOut }) {
  const name = path.basename(command);
  if (timedOut) return `${name} took too long`;
  if (signal) return `${name} was ended by ${signal}`;
  if (code === 127) return `${name} could not be started`;
  return `${name} ended with code ${code}`;
}

function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone: nothing is left to end.
  }
}

function openLog(logFile, command, args) {
  if (!logFile) return { write() {}, close() {} };
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const file = fs.openSync(logFile, 'a');
  fs.writeSync(file, `$ ${command} ${args.join(' ')}\n`);
  return {
    write: (piece) => fs.writeSync(file, piece),
    close: () => fs.closeSync(file),
  };
}
