import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readWeather } from '../network/weather.ts';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const Settings = z
  .object({
    /** Address of a running installation; absent: one of our own is started and stopped. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    login: z.string().min(1),
    password: z.string().min(1).optional(),
    /** A live meeting of that installation. */
    meeting: z.string().min(1).optional(),
    /** Rooms that join, of those sites at which nobody is yet. */
    sites: whole(1, 2_000),
    /** How many of them have a camera and a microphone. */
    sending: whole(0, 2_000),
    /** Seconds over which they arrive. */
    ramp: z.coerce.number().min(0).max(3_600),
    /** Seconds they stay; 0: until interrupted. */
    stay: z.coerce.number().min(0).max(86_400),
    portBase: whole(1024, 64_000),
    json: z.boolean(),
    /** The rooms are a machine of their own behind a line with this weather. */
    line: z.string().transform(readWeather).optional(),
  })
  .refine(({ url, line }) => url === undefined || line === undefined, {
    message: '--line is for an installation of its own, without --url',
  })
  .refine(({ url, meeting, password }) => url === undefined || (meeting && password), {
    message: '--url needs --meeting and --password',
  });
export type LoadSettings = z.infer<typeof Settings>;

export const USAGE = `usage: npm run load -- [--sites 50] [--sending 5] [--ramp 10] [--stay 60] [--json]
                          [--line kbps=2000,loss=1,delay=40,jitter=15]
       npm run load -- --url http://HOST:PORT --login LOGIN --password PASSWORD --meeting ID [--sites 50] …`;

/** @throws what is wrong with the command line */
export function readLoadSettings(args: readonly string[]): LoadSettings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      login: { type: 'string', default: 'dieuhanh' },
      password: { type: 'string' },
      meeting: { type: 'string' },
      sites: { type: 'string', default: '50' },
      sending: { type: 'string', default: '5' },
      ramp: { type: 'string', default: '10' },
      stay: { type: 'string', default: '60' },
      'port-base': { type: 'string', default: '25000' },
      json: { type: 'boolean', default: false },
      line: { type: 'string' },
    },
  });
  const { 'port-base': portBase, ...others } = values;
  return Settings.parse({ ...others, portBase });
}
