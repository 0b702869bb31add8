import type { Side } from '@nhipcau/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OpenRoomSession, RequestRoomLink, RequestTicket, SignIn } from './access/access.ts';
import { GiveCommand } from './conference/commands.ts';
import { ConferenceEvent, ConferenceState } from './conference/events.ts';
import { ConferencePlan } from './conference/stage.ts';
import { consoleClient, consoleServer } from './console/console.ts';
import { CreateMeeting } from './directory/directory.ts';
import { linkChild, linkParent } from './link/link.ts';
import { controlNode, controlServer } from './node/control.ts';
import { roomEndpoint, roomNode } from './room/signalling.ts';

// Every message that crosses a process border, each looked at in the same way.

const sides = {
  roomNode,
  roomEndpoint,
  controlServer,
  controlNode,
  linkParent,
  linkChild,
  consoleServer,
  consoleClient,
};
const bodies = {
  SignIn,
  OpenRoomSession,
  RequestRoomLink,
  RequestTicket,
  CreateMeeting,
  GiveCommand,
  ConferencePlan,
  ConferenceEvent,
  ConferenceState,
};

const isZod = (schema: unknown): schema is z.ZodType => schema instanceof z.ZodType;
const messagesOf = ([name, { requests, notes }]: [string, Side]): [string, unknown][] => [
  ...Object.entries(requests).flatMap(([method, { body, reply }]): [string, unknown][] => [
    [`${name} ${method}`, body],
    [`${name} ${method} reply`, reply],
  ]),
  ...Object.entries(notes).map(([method, body]): [string, unknown] => [`${name} ${method}`, body]),
];
const messages: [string, z.ZodType][] = [
  ...Object.entries(sides).flatMap(messagesOf),
  ...Object.entries(bodies),
].flatMap(([name, schema]): [string, z.ZodType][] => (isZod(schema) ? [[name, schema]] : []));

/** The parts of JSON Schema that zod writes. */
interface Shape {
  readonly $ref?: string;
  readonly $defs?: Record<string, Shape>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Shape | false;
  readonly prefixItems?: readonly Shape[];
  readonly properties?: Record<string, Shape>;
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

const shapeOf = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape;

/** Places of a message that have no upper bound, or take what nobody asked for. */
function openPlaces(shape: Shape, at = '$'): string[] {
  const branches = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  const found = branches.flatMap((branch) => openPlaces(branch, at));
  const isFixed = shape.const !== undefined || shape.enum !== undefined;
  if (shape.type === 'string' && !isFixed && shape.maxLength === undefined)
    found.push(`${at}: text without limit`);
  if (shape.type === 'array') {
    const isTuple = shape.prefixItems !== undefined && (shape.items === undefined || shape.items === false);
    if (shape.maxItems === undefined && !isTuple) found.push(`${at}: list without limit`);
    for (const [index, item] of (shape.prefixItems ?? []).entries())
      found.push(...openPlaces(item, `${at}.${index}`));
    if (shape.items) found.push(...openPlaces(shape.items, `${at}[]`));
  }
  if (shape.type === 'object') {
    const isRecord = shape.propertyNames?.maxLength !== undefined;
    if (shape.additionalProperties !== false && !isRecord) found.push(`${at}: takes unknown keys`);
    for (const [key, value] of Object.entries(shape.properties ?? {}))
      found.push(...openPlaces(value, `${at}.${key}`));
  }
  return found;
}

describe('every message is closed', () => {
  test.each(messages)('%s: each text and list has a limit, no object takes unknown keys', (_, schema) => {
    expect(openPlaces(shapeOf(schema))).toEqual([]);
  });
});

/** Makes values of a shape; refinements that JSON Schema cannot say may still refuse some. */
function sampleOf(shape: Shape): fc.Arbitrary<unknown> {
  const branches = shape.anyOf ?? shape.oneOf;
  if (branches) return fc.oneof(...branches.map(sampleOf));
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case 'string':
      if (shape.pattern !== undefined && !shape.pattern.includes('(?'))
        return fc.stringMatching(new RegExp(shape.pattern), { size: '-1' });
      return fc.constantFrom('ws://127.0.0.1:7101', 'Hội nghị trực tuyến toàn tỉnh, phiên thứ nhất năm 2026');
    case 'integer':
      return fc.integer({ min: Math.max(shape.minimum ?? 0, -5), max: Math.min(shape.maximum ?? 9, 9_999) });
    case 'number':
      return fc.constantFrom(shape.minimum ?? 0, shape.maximum ?? 1);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      if (shape.prefixItems) return fc.tuple(...shape.prefixItems.map(sampleOf));
      return shape.items ? fc.array(sampleOf(shape.items), { maxLength: 3 }) : fc.constant([]);
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.properties ?? {}).map(([key, value]) => [key, sampleOf(value)]),
        ),
      );
    default:
      return fc.constant({});
  }
}

const hostile = fc.constantFrom<unknown[]>(
  null,
  -1,
  1.5,
  1e300,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  '',
  'x'.repeat(300_000),
  '\u0000',
  "'; DROP TABLE site; --",
  '../../etc/passwd',
  'javascript:alert(1)',
  [],
  Array.from({ length: 100_000 }, () => 1),
  {},
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  JSON.parse(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
);

/** Replaces one place of a value, chosen by number, by something else. */
function spoilt(value: unknown, choice: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null || choice % 4 === 0) return by;
  const keys = Object.keys(value);
  const key = keys[(choice >>> 2) % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  Reflect.set(copy, key, spoilt(Reflect.get(value, key), choice >>> 4, by));
  return copy;
}

/** No longer than the largest frame a peer takes: what passes has passed its limits. */
const isModest = (value: unknown) => JSON.stringify(value).length < 2_000_000;

describe('hostile messages', () => {
  test.each(messages)(
    '%s: a message spoilt anywhere is taken whole or refused, never thrown at us',
    (_, schema) => {
      fc.assert(
        fc.property(sampleOf(shapeOf(schema)), fc.nat(), hostile, (value, choice, by) => {
          const spoiltValue = spoilt(value, choice, by);
          const parsed = schema.safeParse(spoiltValue);
          if (!parsed.success) return;
          expect(isModest(parsed.data)).toBe(true);
          const again = schema.safeParse(parsed.data);
          expect(again.data).toEqual(parsed.data);
          expect(Reflect.get({}, 'polluted')).toBeUndefined();
        }),
        { numRuns: 60 },
      );
    },
  );

  test('the samples are mostly real messages, so that what is spoilt in them is what is refused', () => {
    const accepted = messages.filter(([, schema]) =>
      fc
        .sample(sampleOf(shapeOf(schema)), { numRuns: 40, seed: 1 })
        .some((value) => schema.safeParse(value).success),
    );
    expect(accepted.length / messages.length).toBeGreaterThan(0.8);
  });

  test.each(messages)('%s: a key that nobody asked for is refused', (_, schema) => {
    const shape = shapeOf(schema);
    const isRecord = shape.propertyNames !== undefined;
    for (const sample of fc.sample(sampleOf(shape), { numRuns: 20, seed: 7 })) {
      if (typeof sample !== 'object' || sample === null || isRecord) continue;
      expect(schema.safeParse({ ...sample, extra: 1 }).success).toBe(false);
    }
  });
});
