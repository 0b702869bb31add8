import { parseArgs } from 'node:util';

export interface DemoSettings {
  /** Times the meeting is played; endless without a limit. */
  readonly rounds: number;
  /** Folder for pictures of the consoles: then only these are made. */
  readonly screenshots: string | null;
  /** Arguments that choose the installation, as for `npm start`. */
  readonly installation: readonly string[];
}

/** @throws what is wrong with the command line */
export function readDemoSettings(args: readonly string[]): DemoSettings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      screenshots: { type: 'string' },
      'port-base': { type: 'string' },
      'data-dir': { type: 'string' },
    },
  });
  const rounds = values.rounds === undefined ? Number.POSITIVE_INFINITY : Number(values.rounds);
  if (!(rounds >= 1)) throw new Error('--rounds needs a number from 1');
  const passedOn = ['port-base', 'data-dir'] as const;
  return {
    rounds,
    screenshots: values.screenshots ?? null,
    installation: passedOn.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [`--${name}`, value];
    }),
  };
}
