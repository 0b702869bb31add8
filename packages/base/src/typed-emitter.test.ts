import { expect, test } from 'vitest';
import { TypedEmitter } from './typed-emitter.ts';

interface Events {
  said: [word: string, loud: boolean];
  ended: [];
}

test('tells every listener of its event, in order, until it unsubscribes', () => {
  const emitter = new TypedEmitter<Events>();
  const heard: string[] = [];
  const stop = emitter.on('said', (word) => heard.push(`a ${word}`));
  emitter.on('said', (word, loud) => heard.push(`b ${word} ${loud}`));
  emitter.on('ended', () => heard.push('end'));
  emitter.emit('said', 'x', true);
  stop();
  stop();
  emitter.emit('said', 'y', false);
  emitter.emit('ended');
  expect(heard).toEqual(['a x', 'b x true', 'b y false', 'end']);
});

test('a listener that throws does not stop the others; the first failure is told', () => {
  const emitter = new TypedEmitter<Events>();
  const heard: string[] = [];
  emitter.on('ended', () => {
    throw new Error('first');
  });
  emitter.on('ended', () => {
    throw new Error('second');
  });
  emitter.on('ended', () => heard.push('still heard'));
  expect(() => emitter.emit('ended')).toThrow('first');
  expect(heard).toEqual(['still heard']);
});

test('who subscribes or leaves during an event changes the next one', () => {
  const emitter = new TypedEmitter<Events>();
  const heard: string[] = [];
  const stops: (() => void)[] = [];
  emitter.on('ended', () => {
    heard.push('a');
    for (const stop of stops) stop();
    emitter.on('ended', () => heard.push('c'));
  });
  stops.push(emitter.on('ended', () => heard.push('b')));
  emitter.emit('ended');
  expect(heard).toEqual(['a', 'b']);
  emitter.emit('ended');
  expect(heard).toEqual(['a', 'b', 'a', 'c']);
});

test('an event without listeners is nothing', () => {
  expect(() => new TypedEmitter<Events>().emit('ended')).not.toThrow();
});
