import { describe, expect, test } from 'vitest';
import { intentionOf, type KeyPress } from './desk-keys.ts';

const press = (key: string, code: string, over: Partial<KeyPress> = {}) =>
  intentionOf({ key, code, shift: false, alt: false, ctrlOrMeta: false, ...over });

describe('keys of the console', () => {
  test.each([
    ['7', 'Digit7', {}, { type: 'type', digit: '7' }],
    ['/', 'Slash', {}, { type: 'findName' }],
    [' ', 'Space', {}, { type: 'take', target: 'broadcast' }],
    [' ', 'Space', { shift: true }, { type: 'take', target: 'chairView' }],
    ['c', 'KeyC', {}, { type: 'take', target: 'chairView' }],
    ['v', 'KeyV', {}, { type: 'floor' }],
    ['m', 'KeyM', {}, { type: 'mute' }],
    ['M', 'KeyM', { shift: true }, { type: 'muteAll' }],
    ['n', 'KeyN', {}, { type: 'content' }],
    ['b', 'KeyB', {}, { type: 'bringUp' }],
    ['z', 'KeyZ', {}, { type: 'undo' }],
    ['o', 'KeyO', {}, { type: 'camera' }],
    ['Escape', 'Escape', {}, { type: 'escape' }],
    ['?', 'Slash', { shift: true }, { type: 'help' }],
    ['f', 'KeyF', {}, { type: 'layout', kind: 'full' }],
    ['g', 'KeyG', {}, { type: 'nextGrid' }],
    ['6', 'Digit6', { alt: true }, { type: 'layout', kind: 'grid16' }],
    ['5', 'Digit5', { alt: true }, { type: 'layout', kind: 'grid25' }],
  ] as const)('[R-CON-09] %s (%s) %o', (key, code, over, intention) => {
    expect(press(key, code, over)).toEqual(intention);
  });

  test('an input method that swallows letters does not swallow commands', () => {
    expect(press('Process', 'KeyV')).toEqual({ type: 'floor' });
  });

  test('the keys of the talkback are left to it', () => {
    expect(press('p', 'KeyP')).toBeNull();
    expect(press('l', 'KeyL')).toBeNull();
  });

  test('keys of the browser are left to it', () => {
    expect(press('c', 'KeyC', { ctrlOrMeta: true })).toBeNull();
    expect(press('F5', 'F5')).toBeNull();
    expect(press('B', 'KeyB', { shift: true })).toBeNull();
  });
});
