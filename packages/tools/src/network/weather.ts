import { z } from 'zod';

const share = z.coerce.number().min(0).max(100);
const time = z.coerce.number().int().min(0).max(5_000);

/** What a line does to the packets that go over it, the same in each direction. */
export const Weather = z.strictObject({
  /** Rate of a token bucket in front of a queue of 400 ms; absent: as fast as the machine. */
  kbps: z.coerce.number().int().min(8).max(10_000_000).optional(),
  /** Packets that get lost by chance, per cent. */
  lossPct: share.default(0),
  delayMs: time.default(0),
  /** Each datagram comes up to this much later than the delay; those that overtake others arrive in another order. */
  jitterMs: time.default(0),
});
export type Weather = z.infer<typeof Weather>;

export const FINE: Weather = { lossPct: 0, delayMs: 0, jitterMs: 0 };

const names: Readonly<Record<string, keyof Weather>> = {
  kbps: 'kbps',
  loss: 'lossPct',
  delay: 'delayMs',
  jitter: 'jitterMs',
};

/**
 * Reads `kbps=2000,loss=1,delay=40,jitter=15`.
 *
 * @throws what is wrong with it, with the names that are known
 */
export function readWeather(text: string): Weather {
  const entries = text.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=');
    const field = names[name.trim()];
    if (field === undefined || value.trim() === '')
      throw new Error(`${part}: a line has ${Object.keys(names).join('=…, ')}=…`);
    return [field, value.trim()] as const;
  });
  return Weather.parse(Object.fromEntries(entries));
}
