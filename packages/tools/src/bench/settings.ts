import { parseArgs } from 'node:util';
import { z } from 'zod';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const Settings = z.object({
  name: z.string(),
  /** Only the result on standard output. */
  json: z.boolean(),
  /** Measurements of each kind. */
  n: whole(1, 1000),
  /** First of the ports that the installation under test uses. */
  portBase: whole(1024, 64_000),
  /** Sites of the meeting; absent: as many as the bench thinks right. */
  sites: whole(2, 2_000).optional(),
  /** How long a soak lasts. */
  minutes: z.coerce.number().min(0.1).max(1_440),
  /** How many times as often as usual things happen in a soak. */
  pace: z.coerce.number().min(0.1).max(20),
});
export type BenchSettings = z.infer<typeof Settings>;

/** @throws what is wrong with the command line */
export function readSettings(args: readonly string[]): BenchSettings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      n: { type: 'string', default: '50' },
      'port-base': { type: 'string', default: '24000' },
      sites: { type: 'string' },
      minutes: { type: 'string', default: '10' },
      pace: { type: 'string', default: '1' },
    },
  });
  return Settings.parse({
    name: positionals[0] ?? '',
    json: values.json,
    n: values.n,
    portBase: values['port-base'],
    sites: values.sites,
    minutes: values.minutes,
    pace: values.pace,
  });
}
