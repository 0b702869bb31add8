import { FakeClock, socketPair } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Heartbeat, type Offence, Peer, type PeerLimits } from './peer.ts';
import { type Handlers, RpcError, type Side } from './protocol.ts';

const asking = {
  requests: { 'lamp.count': { body: z.strictObject({}), reply: z.strictObject({ lamps: z.int() }) } },
  notes: { 'light.on': z.strictObject({ lamp: z.int() }) },
} as const satisfies Side;
/** A schema that walks its value without a limit. */
const walked = z.unknown().refine((value) => JSON.stringify(value).length > 0);
const answering = {
  requests: {
    'sum.make': {
      body: z.strictObject({ terms: z.array(z.strictObject({ value: z.int() })).max(3) }),
      reply: z.strictObject({ sum: z.int() }),
    },
    'door.open': { body: z.strictObject({}), reply: z.strictObject({}) },
    'door.walk': { body: walked, reply: z.strictObject({}) },
  },
  notes: { 'bell.ring': z.strictObject({ times: z.int().min(1) }), 'bell.walk': walked },
} as const satisfies Side;

interface Ends {
  readonly handlers?: Partial<Handlers<typeof answering>['requests']>;
  readonly limits?: Partial<PeerLimits>;
  readonly heartbeat?: Heartbeat;
}

/** One peer that asks and one that answers, over sockets whose messages the test delivers. */
function connected({ handlers = {}, limits = {}, heartbeat }: Ends = {}) {
  const clock = new FakeClock();
  const sockets = socketPair();
  const heard: unknown[] = [];
  const offences: Offence[] = [];
  const defects: unknown[] = [];
  const closed: [number, string][] = [];
  const closedThere: [number, string][] = [];
  const client = new Peer({
    socket: sockets.a,
    local: asking,
    remote: answering,
    handlers: {
      requests: { 'lamp.count': () => ({ lamps: 7 }) },
      notes: { 'light.on': (body) => heard.push(body) },
    },
    clock,
    ...(heartbeat && { heartbeat }),
    onClosed: (...why) => closed.push(why),
  });
  const server = new Peer({
    socket: sockets.b,
    local: answering,
    remote: asking,
    handlers: {
      requests: {
        'sum.make': ({ terms }) => ({ sum: terms.reduce((sum, { value }) => sum + value, 0) }),
        'door.open': () => ({}),
        'door.walk': () => ({}),
        ...handlers,
      },
      notes: {
        'bell.ring': (body) => {
          if (body.times === 13) throw new Error('the bell is broken');
          heard.push(body);
        },
        'bell.walk': (body) => heard.push(body),
      },
    },
    clock,
    version: 2,
    limits,
    ...(heartbeat && { heartbeat }),
    onOffence: (offence) => offences.push(offence),
    onDefect: (cause) => defects.push(cause),
    onClosed: (...why) => closedThere.push(why),
  });
  /** Says something on the wire that no typed peer would say; what comes back is collected. */
  const raw = (message: unknown) =>
    sockets.a.send(typeof message === 'string' ? message : JSON.stringify(message));
  const replies: { t: string; id?: string; b?: unknown; e?: { code: string; facts?: unknown } }[] = [];
  sockets.a.onMessage((text) => replies.push(JSON.parse(text)));
  return { clock, sockets, client, server, heard, offences, defects, closed, closedThere, raw, replies };
}

/** Passes as an empty reply until somebody tries to write it down. */
const unwritable: Record<string, never> = {};
Object.assign(unwritable, { count: 1n });

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'succeeded',
    (cause: unknown) => (cause instanceof RpcError ? { code: cause.code, facts: cause.facts } : cause),
  );
const terms = (...values: number[]) => ({ terms: values.map((value) => ({ value })) });

describe('requests', () => {
  test('each gets its own reply, whatever the order in which they are answered', async () => {
    const doors: (() => void)[] = [];
    const { client, sockets } = connected({
      handlers: { 'door.open': () => new Promise((resolve) => doors.push(() => resolve({}))) },
    });
    const order: string[] = [];
    const door = client.request('door.open', {}).then(() => order.push('door'));
    const sum = client.request('sum.make', terms(2, 3)).then((reply) => order.push(`sum ${reply.sum}`));
    await sockets.flush();
    doors[0]?.();
    await sockets.flush();
    await Promise.all([door, sum]);
    expect(order).toEqual(['sum 5', 'door']);
  });

  test('both sides ask and tell', async () => {
    const { client, server, sockets, heard } = connected();
    server.notify('light.on', { lamp: 3 });
    client.notify('bell.ring', { times: 2 });
    await sockets.flush();
    expect(heard).toEqual([{ lamp: 3 }, { times: 2 }]);
  });

  test('a refusal arrives with its code and facts', async () => {
    const { client, sockets, defects } = connected({
      handlers: {
        'door.open': () => {
          throw new RpcError('NOT_ALLOWED', { door: 'front', tries: 2 });
        },
      },
    });
    const asked = failureOf(client.request('door.open', {}));
    await sockets.flush();
    expect(await asked).toEqual({ code: 'NOT_ALLOWED', facts: { door: 'front', tries: 2 } });
    expect(defects).toEqual([]);
  });

  test.each<[string, Ends['handlers']]>([
    ['throws', { 'door.open': () => Promise.reject(new TypeError('secret detail')) }],
    [
      'throws at once',
      {
        'door.open': () => {
          throw new TypeError('secret detail');
        },
      },
    ],
    ['returns what cannot be written down', { 'door.open': () => unwritable }],
  ])('a handler that %s is a defect: INTERNAL and nothing more, reported here', async (_, handlers) => {
    const { client, sockets, defects, replies } = connected(handlers ? { handlers } : {});
    const asked = failureOf(client.request('door.open', {}));
    await sockets.flush();
    expect(await asked).toEqual({ code: 'INTERNAL', facts: {} });
    expect(defects).toHaveLength(1);
    expect(JSON.stringify(replies)).not.toContain('secret');
  });

  test('a reply that is not what was agreed is refused', async () => {
    const { client, sockets } = connected();
    sockets.b.send(JSON.stringify({ t: 'res', id: '1', b: { sum: 'many' } }));
    const asked = failureOf(client.request('sum.make', terms(1)));
    await sockets.flush();
    expect(await asked).toEqual({ code: 'BAD_MESSAGE', facts: { method: 'sum.make', where: 'reply' } });
  });

  test('no answer in time: the caller is told, and a late answer harms nobody', async () => {
    const doors: (() => void)[] = [];
    const { client, sockets, clock, offences } = connected({
      handlers: { 'door.open': () => new Promise((resolve) => doors.push(() => resolve({}))) },
    });
    const asked = failureOf(client.request('door.open', {}, { timeoutMs: 3_000 }));
    await sockets.flush();
    clock.advance(2_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    expect(await asked).toEqual({ code: 'REQUEST_TIMED_OUT', facts: { method: 'door.open' } });
    doors[0]?.();
    await sockets.flush();
    expect(offences).toEqual([]);
    expect(client.closed).toBe(false);
  });

  test('an answered request leaves no timer behind', async () => {
    const { client, sockets, clock } = connected();
    const asked = client.request('sum.make', terms(1));
    await sockets.flush();
    await asked;
    expect(clock.pending).toBe(0);
  });

  test('a request repeated under its id is carried out once and answered each time', async () => {
    let opened = 0;
    const { client, sockets, clock } = connected({
      handlers: {
        'door.open': () => {
          opened += 1;
          return {};
        },
      },
    });
    const lost = failureOf(client.request('door.open', {}, { id: 'open-1', timeoutMs: 1_000 }));
    clock.advance(1_000); // Before anything was delivered.
    expect(await lost).toMatchObject({ code: 'REQUEST_TIMED_OUT' });
    const again = client.request('door.open', {}, { id: 'open-1' });
    await sockets.flush();
    expect(await again).toEqual({});
    expect(opened).toBe(1);
  });

  test('a refusal is remembered as well', async () => {
    let tried = 0;
    const { raw, sockets, replies } = connected({
      handlers: {
        'door.open': () => {
          tried += 1;
          throw new RpcError('NOT_ALLOWED');
        },
      },
    });
    for (let time = 0; time < 3; time += 1) raw({ t: 'req', id: 'x', m: 'door.open', b: {} });
    await sockets.flush();
    expect(tried).toBe(1);
    expect(replies.map(({ e }) => e?.code)).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_ALLOWED']);
  });

  test('the same id twice at once is a defect of the caller', async () => {
    const { client } = connected();
    void failureOf(client.request('door.open', {}, { id: 'same' }));
    expect(await failureOf(client.request('door.open', {}, { id: 'same' }))).toMatchObject({
      name: 'DefectError',
    });
  });

  test('more requests at once than are borne are refused, not queued', async () => {
    const { client, sockets } = connected({
      limits: { maxPendingIn: 2 },
      handlers: { 'door.open': () => new Promise(() => undefined) },
    });
    const asked = [1, 2, 3].map(() => failureOf(client.request('door.open', {}, { timeoutMs: 60_000 })));
    await sockets.flush();
    expect(await asked[2]).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

async function expectAlive(
  client: ReturnType<typeof connected>['client'],
  { flush }: { flush(): Promise<void> },
) {
  const asked = client.request('sum.make', terms(4), { id: 'after' });
  await flush();
  expect(await asked).toEqual({ sum: 4 });
}

describe('what is not understood', () => {
  test('a body that does not fit is refused with the path of its first fault', async () => {
    const { raw, sockets, replies, offences } = connected();
    raw({ t: 'req', id: 'r1', m: 'sum.make', b: { terms: [{ value: 1 }, { value: 'two' }] } });
    await sockets.flush();
    expect(replies[0]).toMatchObject({
      t: 'err',
      id: 'r1',
      e: { code: 'BAD_MESSAGE', facts: { method: 'sum.make', path: 'terms.1.value' } },
    });
    expect(offences).toEqual([{ code: 'BAD_MESSAGE', method: 'sum.make', path: 'terms.1.value' }]);
  });

  test.each([1, 3])(
    'what another release (%j) says is refused for that, not for what does not fit',
    async (version) => {
      const { raw, sockets, replies, offences } = connected();
      raw({ t: 'req', id: 'r1', m: 'sum.make', b: { version, values: [1, 2] } });
      await sockets.flush();
      expect(replies[0]).toMatchObject({
        t: 'err',
        id: 'r1',
        e: { code: 'PROTOCOL_VERSION_UNSUPPORTED', facts: { version: 2 } },
      });
      expect(offences).toEqual([{ code: 'PROTOCOL_VERSION_UNSUPPORTED', method: 'sum.make' }]);
    },
  );

  test.each([2, '1', null, 1.5])(
    'a body that states version %j and does not fit is malformed',
    async (version) => {
      const { raw, sockets, replies } = connected();
      raw({ t: 'req', id: 'r1', m: 'sum.make', b: { version, values: [1, 2] } });
      await sockets.flush();
      expect(replies[0]).toMatchObject({ t: 'err', id: 'r1', e: { code: 'BAD_MESSAGE' } });
    },
  );

  test.each(['door.close', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'a request %j is unknown',
    async (method) => {
      const { raw, sockets, replies, offences } = connected();
      raw(`{"t":"req","id":"r1","m":${JSON.stringify(method)},"b":{}}`);
      raw(`{"t":"note","m":${JSON.stringify(method)},"b":{}}`);
      await sockets.flush();
      expect(replies).toEqual([{ t: 'err', id: 'r1', e: { code: 'UNKNOWN_METHOD', facts: { method } } }]);
      expect(offences).toHaveLength(2);
    },
  );

  test.each([
    'no JSON',
    '',
    'null',
    '[]',
    '"req"',
    '{}',
    '{"t":"req","m":"door.open","b":{}}',
    '{"t":"req","id":"","m":"door.open"}',
    `{"t":"req","id":"${'x'.repeat(65)}","m":"door.open"}`,
    `{"t":"req","id":"1","m":"${'m'.repeat(65)}"}`,
    '{"t":"note"}',
    '{"t":"ping","n":"1"}',
    '{"t":"err","id":"1","e":"x"}',
    '{"t":"shutdown"}',
  ])('a frame that is no message is counted: %s', async (text) => {
    const { raw, sockets, offences, client } = connected();
    raw(text);
    await sockets.flush();
    expect(offences).toEqual([{ code: 'BAD_MESSAGE' }]);
    expect(client.closed).toBe(false);
  });

  test('a body that brings a schema down is refused like any other', async () => {
    const { raw, sockets, replies, server } = connected();
    raw(`{"t":"req","id":"deep","m":"door.walk","b":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    raw(`{"t":"note","m":"bell.walk","b":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    await sockets.flush();
    expect(replies).toMatchObject([{ t: 'err', id: 'deep', e: { code: 'BAD_MESSAGE' } }]);
    expect(server.closed).toBe(false);
  });

  test('a note that does not fit is counted and not taken', async () => {
    const { raw, sockets, offences, heard } = connected();
    raw({ t: 'note', m: 'bell.ring', b: { times: 0 } });
    await sockets.flush();
    expect(offences).toEqual([{ code: 'BAD_MESSAGE', method: 'bell.ring', path: 'times' }]);
    expect(heard).toEqual([]);
  });

  test('a note whose handler fails is a defect of ours; the connection stays', async () => {
    const { client, sockets, defects, offences, server } = connected();
    client.notify('bell.ring', { times: 13 });
    await sockets.flush();
    expect(defects).toMatchObject([{ message: 'the bell is broken' }]);
    expect(offences).toEqual([]);
    expect(server.closed).toBe(false);
  });

  test('whatever arrives, the peer throws nothing and goes on or closes', async () => {
    const word = fc.constantFrom(
      'req',
      'res',
      'err',
      'note',
      'ping',
      'pong',
      '__proto__',
      'door.open',
      'bell.ring',
      '1',
    );
    const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));
    const frame = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record(
        { t: word, id: anything, m: anything, b: anything, e: anything, n: anything },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 30 }), async (frames) => {
        const { raw, sockets, client, server, defects } = connected();
        const asked = client.request('sum.make', terms(1, 2), { id: 'own' });
        for (const one of frames) raw(one);
        await sockets.flush();
        expect(await asked).toEqual({ sum: 3 });
        expect(defects).toEqual([]);
        if (!server.closed) await expectAlive(client, sockets);
      }),
      { numRuns: 100 },
    );
  });

  test('the connection is closed when it happens often, and not a mistake earlier', async () => {
    const { raw, sockets, closed, closedThere, server } = connected({ limits: { maxOffences: 5 } });
    for (let time = 0; time < 5; time += 1) raw('garbage');
    await sockets.flush();
    expect(server.closed).toBe(false);
    raw('garbage');
    await sockets.flush();
    expect(closedThere).toEqual([[1008, 'TOO_MANY_BAD_MESSAGES']]);
    expect(closed).toEqual([[1008, 'TOO_MANY_BAD_MESSAGES']]);
  });

  test('a rare mistake is forgiven in time', async () => {
    const { raw, sockets, clock, server } = connected({ limits: { maxOffences: 2 } });
    for (let time = 0; time < 50; time += 1) {
      raw('garbage');
      await sockets.flush();
      clock.advance(30_000);
    }
    expect(server.closed).toBe(false);
  });

  test('facts of a refusal keep only plain values and cannot touch prototypes', async () => {
    const { client, sockets } = connected();
    const asked = failureOf(client.request('door.open', {}, { id: '1' }));
    sockets.b.send('{"t":"err","id":"1","e":{"code":"X","facts":{"__proto__":null,"a":1,"b":{"c":2}}}}');
    await sockets.flush();
    const failure = await asked;
    expect(failure).toMatchObject({ code: 'X' });
    expect(Object.entries((failure as { facts: object }).facts)).toEqual([
      ['__proto__', null],
      ['a', 1],
    ]);
  });
});

describe('how much', () => {
  test('a frame of the greatest length passes, one character more closes the connection', async () => {
    const frame = JSON.stringify({ t: 'note', m: 'bell.ring', b: { times: 1 } });
    const { raw, sockets, heard, closedThere } = connected({ limits: { maxFrameLength: frame.length } });
    raw(frame);
    await sockets.flush();
    expect(heard).toEqual([{ times: 1 }]);
    raw(`${frame} `);
    await sockets.flush();
    expect(closedThere).toEqual([[1009, 'MESSAGE_TOO_LARGE']]);
  });

  test('requests above the rate are refused, and later ones taken again', async () => {
    const { raw, sockets, replies, clock } = connected({ limits: { messagesPerSecond: 10, burst: 3 } });
    for (const id of ['1', '2', '3', '4']) raw({ t: 'req', id, m: 'door.open', b: {} });
    await sockets.flush();
    expect(replies.map(({ t, e }) => e?.code ?? t).sort()).toEqual(['RATE_LIMITED', 'res', 'res', 'res']);
    clock.advance(100);
    raw({ t: 'req', id: '5', m: 'door.open', b: {} });
    await sockets.flush();
    expect(replies.at(-1)).toMatchObject({ t: 'res', id: '5' });
  });

  test('answers to own requests are never too many', async () => {
    const { server, sockets, offences } = connected({ limits: { burst: 5, messagesPerSecond: 1 } });
    const asked = Array.from({ length: 200 }, () => server.request('lamp.count', {}));
    await sockets.flush();
    expect((await Promise.all(asked)).every(({ lamps }) => lamps === 7)).toBe(true);
    expect(offences).toEqual([]);
  });
});

describe('the heartbeat', () => {
  const heartbeat = { everyMs: 2_000, deadAfterMs: 6_000 };

  test('measures the way there and back', async () => {
    const { client, clock, sockets } = connected({ heartbeat });
    expect(client.rttMs).toBeNull();
    clock.advance(2_000);
    clock.advance(35);
    await sockets.flush();
    expect(client.rttMs).toBe(35);
  });

  test('measures also a way longer than its period', async () => {
    const { client, clock, sockets } = connected({ heartbeat });
    clock.advance(2_000);
    clock.advance(2_500);
    await sockets.flush();
    expect(client.rttMs).toBe(500); // The pong of the second ping came last.
  });

  test('a pong that was not asked for measures nothing', async () => {
    const { server, client, raw, clock, sockets } = connected({ heartbeat });
    raw({ t: 'pong', n: clock.now() - 1_000_000 });
    raw('{"t":"pong","n":1e999}');
    await sockets.flush();
    expect(server.rttMs).toBeNull();
    expect(client.closed).toBe(false);
  });

  test('silence of six seconds is the end; a message within it is not', async () => {
    const { client, server, clock, sockets, closed } = connected({ heartbeat });
    clock.advance(5_999);
    expect(client.closed).toBe(false);
    await sockets.flush();
    for (let beat = 0; beat < 20; beat += 1) {
      clock.advance(2_000);
      await sockets.flush();
    }
    expect([client.closed, server.closed]).toEqual([false, false]);
    clock.advance(8_000);
    expect(closed).toEqual([[4000, 'HEARTBEAT_LOST']]);
    expect(clock.pending).toBe(0);
  });

  test('a step of the clock or a stall of the process is not silence', async () => {
    const { client, clock, sockets } = connected({ heartbeat });
    clock.advance(2_000);
    await sockets.flush();
    clock.step(3_600_000);
    clock.advance(2_000);
    await sockets.flush();
    expect(client.closed).toBe(false);
  });

  test('a clock set back keeps no dead peer alive', () => {
    const { client, clock } = connected({ heartbeat });
    clock.step(-3_600_000);
    clock.advance(8_000);
    expect(client.closed).toBe(true);
  });
});

describe('the end', () => {
  test('a cut rejects what is pending, on both sides, once', async () => {
    const { client, sockets, clock, closed, closedThere } = connected({
      handlers: { 'door.open': () => new Promise(() => undefined) },
    });
    const asked = [
      failureOf(client.request('door.open', {})),
      failureOf(client.request('sum.make', terms(1))),
    ];
    sockets.cut();
    sockets.cut();
    expect(await Promise.all(asked)).toMatchObject([{ code: 'DISCONNECTED' }, { code: 'DISCONNECTED' }]);
    expect([closed, closedThere]).toEqual([[[1006, 'cut']], [[1006, 'cut']]]);
    expect(clock.pending).toBe(0);
  });

  test('closing is idempotent, tells the other side, and nothing is asked or told afterwards', async () => {
    const { client, server, sockets, heard, closed, closedThere } = connected();
    client.close(1000, 'done');
    client.close(4000, 'again');
    client.notify('bell.ring', { times: 1 });
    await sockets.flush();
    expect(await failureOf(client.request('door.open', {}))).toMatchObject({ code: 'DISCONNECTED' });
    expect([closed, closedThere]).toEqual([[[1000, 'done']], [[1000, 'done']]]);
    expect(server.closed).toBe(true);
    expect(heard).toEqual([]);
  });

  test('a reply that is ready after the end is not sent', async () => {
    let open: () => void = () => undefined;
    const { client, server, sockets, replies } = connected({
      handlers: {
        'door.open': () =>
          new Promise((resolve) => {
            open = () => resolve({});
          }),
      },
    });
    const asked = failureOf(client.request('door.open', {}));
    await sockets.flush();
    server.close();
    open();
    await sockets.flush();
    expect(await asked).toMatchObject({ code: 'DISCONNECTED' });
    expect(replies).toEqual([]);
  });
});
