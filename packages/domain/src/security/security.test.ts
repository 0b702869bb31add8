import { EndpointKind } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { endpointRefusal } from './endpoints.ts';
import { nextWeakness } from './weakness.ts';

const rules = (...admitted: EndpointKind[]) => ({ endpoints: { admitted, cite: [], note: null } });
const open = { enabled: [], isSecret: false };

describe('[R-MCU-11] [AC-25] an endpoint', () => {
  test('joins when its kind is admitted by the text, or enabled by the operating unit', () => {
    expect(endpointRefusal(rules('siteTerminal', 'software'), 'software', open)).toBeNull();
    expect(endpointRefusal(rules('siteTerminal'), 'software', open)).toEqual({ kind: 'notAdmitted' });
    expect(endpointRefusal(rules('siteTerminal'), 'software', { ...open, enabled: ['software'] })).toBeNull();
    expect(endpointRefusal(rules('siteTerminal'), 'exchange', { ...open, enabled: ['software'] })).toEqual({
      kind: 'notAdmitted',
    });
  });
  test.each(EndpointKind.options.filter((kind) => kind !== 'siteTerminal'))(
    '[R-SEC-07] [R-SEC-08] of a meeting with state secrets is never %s, whatever is admitted',
    (kind) => {
      const all = { enabled: EndpointKind.options, isSecret: true };
      expect(endpointRefusal(rules(...EndpointKind.options), kind, all)).toEqual({ kind: 'secret' });
      expect(endpointRefusal(rules('siteTerminal'), 'siteTerminal', all)).toBeNull();
    },
  );
});

test.each([
  ['open', { kind: 'plan' }, 'planned'],
  ['planned', { kind: 'plan' }, 'planned'],
  ['open', { kind: 'close', passed: true }, null],
  ['planned', { kind: 'close', passed: false }, 'untested'],
  ['planned', { kind: 'close', passed: true }, 'closed'],
  ['closed', { kind: 'plan' }, null],
  ['closed', { kind: 'close', passed: true }, null],
] as const)('[R-SEC-10] [AC-21] a weakness that is %s, %o → %s', (state, act, expected) => {
  expect(nextWeakness(state, act)).toBe(expected);
});
