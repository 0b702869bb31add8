import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT = 4 * 1024 * 1024;
/** A time below this is no wall clock: the first packet of a stream has none. */
const EPOCH_S = 1_000_000_000;

/** First and last instant of the packets in a file, epoch ms; null when it has none. */
export async function timesOf(ffprobe: string, file: string): Promise<{ from: number; to: number } | null> {
  const { stdout } = await run(
    ffprobe,
    ['-v', 'error', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file],
    { maxBuffer: MAX_OUTPUT },
  );
  const times = stdout
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((time) => time > EPOCH_S);
  const from = times.at(0);
  const to = times.at(-1);
  return from === undefined || to === undefined
    ? null
    : { from: Math.round(from * 1000), to: Math.round(to * 1000) };
}
