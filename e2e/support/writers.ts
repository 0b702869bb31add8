import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

const Run = z.object({ siteId: z.string(), source: z.string() });

/** A process of a node that writes a source of a recording. */
export interface Writer {
  readonly pid: number;
  readonly siteId: string;
  readonly source: string;
  /** Of the file it writes now. */
  readonly bytes: number;
}

/** Writers that a node has at work, as the machine lists its processes. */
export function writersOf(nodePid: number): Writer[] {
  return readdirSync('/proc').flatMap((name): Writer[] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name of the program stands in brackets and may hold anything.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(parent) !== nodePid) return [];
      const target = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').filter(Boolean).at(-1) ?? '';
      if (!target.endsWith('.mkv')) return [];
      const run = basename(target).replace(/\..*$/, '');
      const { siteId, source } = Run.parse(
        JSON.parse(readFileSync(join(dirname(target), `${run}.run`), 'utf8')),
      );
      const files = readdirSync(dirname(target)).filter(
        (file) => file.startsWith(run) && file.endsWith('.mkv'),
      );
      const bytes = files.reduce((sum, file) => sum + sizeOf(join(dirname(target), file)), 0);
      return [{ pid: Number(name), siteId, source, bytes }];
    } catch {
      return []; // It ended while it was looked at.
    }
  });
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
