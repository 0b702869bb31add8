import dayjs from 'dayjs';
import { afterEach, expect, test, vi } from 'vitest';
import { handsAt, pickedInstant } from './zone.ts';

afterEach(() => vi.unstubAllEnvs());

const EIGHT_HERE = Date.parse('2026-12-02T08:00:00+07:00');

test.each(['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York', 'Asia/Kathmandu'])(
  '[R-PROF-03] on a computer set to %s a picker shows and gives the time of the locality',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(handsAt(EIGHT_HERE).format('HH:mm DD/MM/YYYY')).toBe('08:00 02/12/2026');
    expect(pickedInstant(dayjs('2026-12-02T08:00'))).toBe(EIGHT_HERE);
    expect(pickedInstant(handsAt(EIGHT_HERE))).toBe(EIGHT_HERE);
    expect(pickedInstant(handsAt(EIGHT_HERE).startOf('day'))).toBe(Date.parse('2026-12-02T00:00:00+07:00'));
  },
);
