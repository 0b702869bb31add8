import { instant, RecipientState } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodText } from './content.ts';
import { isSilent, nextRecipientState, type RecipientEvent } from './recipient.ts';
import { acknowledgeBy, isNotStarted, silenceSteps, startExpectedAt } from './silence.ts';

const HOUR = 3_600_000;
const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));

describe('the start of work', () => {
  const terms = { at: at('2026-11-02T08:00'), acknowledgeBy: at('2026-11-02T16:00'), asksStart: true };
  const seen = { acknowledgedAt: at('2026-11-02T09:00'), startedAt: null };

  test('[R-NTC-04] [NT-10] is waited for from half an hour before, by whoever acknowledged', () => {
    expect(isNotStarted(seen, terms, at('2026-11-02T15:29'))).toBe(false);
    expect(isNotStarted(seen, terms, at('2026-11-02T15:30'))).toBe(true);
    expect(isNotStarted({ ...seen, startedAt: at('2026-11-02T15:20') }, terms, at('2026-11-02T15:30'))).toBe(
      false,
    );
    expect(isNotStarted({ ...seen, acknowledgedAt: null }, terms, at('2026-11-02T15:30'))).toBe(false);
    expect(isNotStarted(seen, { ...terms, asksStart: false }, at('2026-11-02T15:30'))).toBe(false);
  });

  test('[NT-10] is never expected before the notice itself', () => {
    expect(startExpectedAt(at('2026-11-02T15:50'), at('2026-11-02T16:00'))).toBe(at('2026-11-02T15:50'));
  });
});

describe('silence', () => {
  test('[R-NTC-04] [NT-4] reminder at half, call at three quarters, superior at seven eighths', () => {
    const steps = silenceSteps(at('2026-11-02T08:00'), at('2026-11-02T16:00'), 'planned');
    expect(steps).toEqual({
      remindAt: at('2026-11-02T12:00'),
      telephoneAt: at('2026-11-02T14:00'),
      escalateAt: at('2026-11-02T15:00'),
    });
  });

  test('[R-NTC-06] [NT-4] in an urgent case ten minutes are long', () => {
    const steps = silenceSteps(at('2026-11-02T08:00'), at('2026-11-02T11:00'), 'urgent');
    expect(steps.remindAt).toBe(at('2026-11-02T08:10'));
    expect(steps.telephoneAt).toBe(at('2026-11-02T08:15'));
    expect(steps.escalateAt).toBe(at('2026-11-02T08:15') + 2.5 * 60_000);
  });

  test('[R-NTC-06] [NT-4] twelve minutes before the start half of them is less than ten', () => {
    expect(silenceSteps(at('2026-11-02T08:00'), at('2026-11-02T08:12'), 'urgent').remindAt).toBe(
      at('2026-11-02T08:06'),
    );
  });

  test('the steps come in their order and before the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 4e9 }),
        fc.constantFrom('planned', 'urgent'),
        (sent, span, urgency) => {
          const { remindAt, telephoneAt, escalateAt } = silenceSteps(
            instant(sent),
            instant(sent + span),
            urgency,
          );
          expect(sent <= remindAt && remindAt <= telephoneAt && telephoneAt <= escalateAt).toBe(true);
          expect(escalateAt).toBeLessThanOrEqual(sent + span);
        },
      ),
    );
  });

  test('it must be heard before the rehearsal that is still to come, else before the start', () => {
    const official = { start: at('2026-11-12T08:00') };
    const rehearsal = { start: at('2026-11-11T08:00') };
    expect(acknowledgeBy({ rehearsal, official }, at('2026-11-02T08:00'))).toBe(rehearsal.start);
    expect(acknowledgeBy({ rehearsal, official }, at('2026-11-11T09:00'))).toBe(official.start);
    expect(acknowledgeBy({ rehearsal: null, official }, at('2026-11-02T08:00'))).toBe(official.start);
  });
});

describe('a notice on its way to one recipient', () => {
  const events: RecipientEvent[] = [
    'left',
    'arrived',
    'cameBack',
    'gaveUp',
    'acknowledged',
    'toldByTelephone',
  ];
  const anyEvent = fc.constantFrom(...events);

  test('[R-NTC-04] [NT-6] sent, delivered, acknowledged', () => {
    expect(nextRecipientState('due', 'left')).toBe('sent');
    expect(nextRecipientState('sent', 'arrived')).toBe('delivered');
    expect(nextRecipientState('delivered', 'acknowledged')).toBe('acknowledged');
  });

  test('[NT-6] a mail that came back takes the sending back', () => {
    expect(nextRecipientState('sent', 'cameBack')).toBe('bounced');
    expect(nextRecipientState('delivered', 'cameBack')).toBe('bounced');
    expect(nextRecipientState('bounced', 'left')).toBe('sent');
  });

  test('[NT-6] whoever acknowledged stays so, whatever is reported afterwards in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.array(anyEvent), (before, after) => {
        const told = [...before, 'acknowledged' as const, ...after];
        const state = told.reduce<RecipientState>((now, event) => nextRecipientState(now, event), 'due');
        expect(state).toBe('acknowledged');
      }),
    );
  });

  test('[NT-6] the same report twice is the same as once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RecipientState.options), anyEvent, (state, event) => {
        const once = nextRecipientState(state, event);
        expect(nextRecipientState(once, event)).toBe(once);
      }),
    );
  });

  test('[R-NTC-04] silent is who was told and has to answer', () => {
    const silent = RecipientState.options.filter((state) => isSilent({ state, isSuperseded: false }, true));
    expect(silent).toEqual(['sent', 'delivered', 'bounced', 'failed']);
    expect(isSilent({ state: 'sent', isSuperseded: true }, true)).toBe(false);
    expect(isSilent({ state: 'sent', isSuperseded: false }, false)).toBe(false);
  });
});

test('times are told in the locality’s zone, with both days over midnight', () => {
  const zone = 'Asia/Ho_Chi_Minh';
  expect(periodText({ start: at('2022-05-05T08:00'), end: at('2022-05-05T11:30') }, zone)).toBe(
    '08:00–11:30, 05/05/2022',
  );
  expect(
    periodText({ start: at('2022-05-05T22:00'), end: instant(at('2022-05-05T22:00') + 4 * HOUR) }, zone),
  ).toBe('22:00, 05/05/2022 – 02:00, 06/05/2022');
});
