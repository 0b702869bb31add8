import { type Instant, instant, LocalDate } from '@nhipcau/contracts';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dateOf, instantOf, sameTimeOn, shiftDate, weekdayOf } from './zone.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const on = (date: string): LocalDate => LocalDate.parse(date);
/** One whose clocks stand still, two that are set twice a year, one of them by half an hour. */
const zones = fc.constantFrom('Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Australia/Lord_Howe');
const anInstant = fc
  .integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) })
  .map((ms) => instant(Math.floor(ms / 60_000) * 60_000));

describe('[RG-1] days and clock times of a zone', () => {
  test('[RG-1] are those of the zone rules, whatever the instant', () => {
    fc.assert(
      fc.property(anInstant, zones, (moment, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
        expect(dateOf(moment, zone)).toBe(zoned.toPlainDate().toString());
        const time = zoned.toPlainTime().toString().slice(0, 5);
        const back = Temporal.PlainDate.from(dateOf(moment, zone)).toZonedDateTime({
          timeZone: zone,
          plainTime: time,
        });
        expect(instantOf(dateOf(moment, zone), time, zone)).toBe(back.epochMilliseconds);
      }),
    );
  });

  test('[RG-1] keep the clock time of another day', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: -400, max: 400 }), zones, (moment, days, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
        expect(sameTimeOn(moment, days, zone)).toBe(zoned.add({ days }).epochMilliseconds);
      }),
    );
  });

  test('[RG-1] on the days on which clocks are set', () => {
    expect(instantOf(on('2026-03-29'), '03:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
    expect(instantOf(on('2026-03-28'), '24:00', 'Europe/Berlin')).toBe(at('2026-03-28T23:00:00Z'));
    expect(instantOf(on('2026-10-25'), '24:00', 'Europe/Berlin')).toBe(at('2026-10-25T23:00:00Z'));
    expect(dateOf(at('2026-10-25T22:59:59Z'), 'Europe/Berlin')).toBe('2026-10-25');
    expect(dateOf(at('2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe('2026-10-26');
  });

  test('[RG-1] counts days over months, leap days and years', () => {
    expect(shiftDate(on('2024-02-28'), 1)).toBe('2024-02-29');
    expect(shiftDate(on('2025-03-01'), -1)).toBe('2025-02-28');
    expect(shiftDate(on('2025-12-31'), 1)).toBe('2026-01-01');
    expect(weekdayOf(on('2026-11-15'))).toBe(7);
    expect(weekdayOf(on('2026-11-16'))).toBe(1);
  });
});
