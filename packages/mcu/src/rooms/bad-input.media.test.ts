import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { MeetingId, PROTOCOL_VERSION } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { countMedia, meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { TestCluster } from '../testing/test-cluster.ts';
import type { TestRoom } from '../testing/test-room.ts';

let cluster: TestCluster;
let witness: TestRoom;

beforeEach(async () => {
  cluster = await TestCluster.start({
    tree: { cp: null, hb: 'cp' },
    sites: { province: 'hb', hoabinh: 'hb', gov: 'cp' },
  });
  cluster.put({ broadcast: aLayout('full', 'province'), floor: [siteId('province')] });
  await cluster.enter('province');
  witness = await cluster.enter('gov');
  await eventually(
    () => cluster.packetsOf(witness, 'province', 'camera'),
    (count) => count > 5,
  );
});

afterEach(async () => {
  // Whatever was thrown at the node: the meeting goes on.
  for (const source of ['camera', 'mic'] as const) {
    const before = cluster.packetsOf(witness, 'province', source);
    await eventually(
      () => cluster.packetsOf(witness, 'province', source),
      (count) => count > before + 10,
      {
        what: `undisturbed ${source}`,
      },
    );
  }
  expect(witness.closedReason).toBe(null);
  expect(witness.transportsLost).toBe(0);
  await cluster.stop();
});

const open = async (path: '/room' | '/link', node = 'hb') => {
  const socket = new WebSocket(`${cluster.node(node).roomUrl}${path}`);
  const answers: unknown[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('message', (data) => answers.push(JSON.parse(String(data))));
  socket.on('error', () => {
    // The close code tells.
  });
  await new Promise<void>((resolve) => socket.once('open', () => resolve()));
  return { socket, answers, closed };
};

const seatOf = (site: string) => ({ kind: 'site' as const, siteId: siteId(site) });

test('[R-MCU-02] unknown methods, wrong versions and malformed bodies are refused by name, on rooms and links', async () => {
  for (const [path, hello] of [
    ['/room', { m: 'room.join', b: { version: PROTOCOL_VERSION + 1, ticket: 'x' } }],
    ['/link', { m: 'link.hello', b: { version: 99, childId: 'hb', parentId: 'cp', nonce: 'n'.repeat(20) } }],
  ] as const) {
    const { socket, answers } = await open(path, path === '/link' ? 'cp' : 'hb');
    socket.send(JSON.stringify({ t: 'req', id: '1', m: 'room.explode', b: {} }));
    socket.send(JSON.stringify({ t: 'req', id: '2', ...hello }));
    socket.send(JSON.stringify({ t: 'req', id: '3', m: hello.m, b: { version: 'one' } }));
    // Of another release: that counts, not that it says what is not known here.
    const old = { version: PROTOCOL_VERSION - 1, whatWasSaidThen: true };
    socket.send(JSON.stringify({ t: 'req', id: '5', m: hello.m, b: old }));
    socket.send('{"t":');
    socket.send(JSON.stringify({ t: 'req', id: '4', m: 'constructor', b: {} }));
    const code = (id: string) => (answer: { id?: string }) => answer.id === id;
    await eventually(
      () => answers.length,
      (count) => count >= 5,
    );
    const all = answers as { id?: string; e?: { code: string } }[];
    expect(all.find(code('1'))?.e?.code).toBe('UNKNOWN_METHOD');
    expect(all.find(code('2'))?.e?.code).toBe('PROTOCOL_VERSION_UNSUPPORTED');
    expect(all.find(code('3'))?.e?.code).toBe('BAD_MESSAGE');
    expect(all.find(code('4'))?.e?.code).toBe('UNKNOWN_METHOD');
    expect(all.find(code('5'))?.e?.code).toBe('PROTOCOL_VERSION_UNSUPPORTED');
    socket.terminate();
  }
});

test('[R-MCU-02] oversized frames and floods close the socket that sent them', async () => {
  const big = await open('/room');
  big.socket.send(JSON.stringify({ t: 'req', id: '1', m: 'room.join', b: { ticket: 'x'.repeat(200_000) } }));
  expect(await big.closed).toBe(1009);
  const flood = await open('/room');
  for (let count = 0; count < 2_000; count += 1)
    flood.socket.send(JSON.stringify({ t: 'note', m: 'x', b: {} }));
  expect(await flood.closed).toBe(1008);
  const binary = await open('/link', 'cp');
  for (let count = 0; count < 100; count += 1) binary.socket.send(randomBytes(300));
  expect(await binary.closed).toBe(1008);
});

test('[R-MCU-02] forged, expired, foreign, replayed and stolen tickets are refused by name', async () => {
  const used = await cluster.ticket(seatOf('hoabinh'), 'hb');
  const first = cluster.room('hb');
  await first.join({ ticket: used });
  const now = Math.floor(Date.now() / 1000);
  const { privateKey } = await generateKeyPair('EdDSA');
  const forged = await new SignJWT({ meetingId: 'm1', seat: seatOf('hoabinh') })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'nhipcau-ticket+jwt', kid: 'test' })
    .setAudience('hb')
    .setJti('forged-ticket')
    .setIssuedAt(now)
    .setExpirationTime(now + 100)
    .sign(privateKey);
  const unsigned = `${Buffer.from('{"alg":"none","typ":"nhipcau-ticket+jwt","kid":"test"}').toString('base64url')}.${
    used.split('.')[1]
  }.`;
  const cases: [string, string][] = [
    [used, 'TICKET_USED'],
    [forged, 'TICKET_INVALID'],
    [unsigned, 'TICKET_INVALID'],
    ['not a ticket', 'TICKET_INVALID'],
    [`${used.slice(0, -6)}AAAAAA`, 'TICKET_INVALID'],
    [await cluster.ticket(seatOf('hoabinh'), 'hb', { iat: now - 400, exp: now - 200 }), 'TICKET_EXPIRED'],
    [await cluster.ticket(seatOf('hoabinh'), 'cp'), 'TICKET_WRONG_NODE'],
    [await cluster.ticket(seatOf('gov'), 'hb'), 'TICKET_WRONG_NODE'],
    [await cluster.ticket(seatOf('nobody'), 'hb'), 'SITE_NOT_INVITED'],
  ];
  for (const [ticket, code] of cases) {
    const room = cluster.room('hb');
    await expect(room.join({ ticket }), code).rejects.toMatchObject({ code });
    room.stop();
  }
  const resume = cluster.room('hb');
  await expect(resume.join({ resume: `${first.joined?.resume}x` })).rejects.toMatchObject({
    code: 'TICKET_INVALID',
  });
  expect(first.closedReason).toBe(null);
  for (const room of [first, resume]) room.stop();
});

test('[R-MCU-02] a ticket refused because the meeting is not here yet is good as soon as it is', async () => {
  const ticket = await cluster.ticket(seatOf('hoabinh'), 'hb');
  const { conferences } = cluster.node('hb');
  const early = await cluster.ticket(seatOf('hoabinh'), 'hb', { meetingId: MeetingId.parse('later') });
  const room = cluster.room('hb');
  await expect(room.join({ ticket: early })).rejects.toMatchObject({ code: 'MEETING_NOT_HERE' });
  conferences.put({ ...cluster.desired(), meetingId: MeetingId.parse('later') });
  expect(await room.join({ ticket: early })).toMatchObject({ meetingId: 'later', siteId: 'hoabinh' });
  const other = cluster.room('hb');
  expect(await other.join({ ticket })).toMatchObject({ meetingId: cluster.meetingId });
  for (const entered of [room, other]) entered.stop();
});

test('[CN-9] [R-CON-12] an endpoint outside the plan gets no transport and no stream of the meeting until it is let in', async () => {
  const before = await countMedia(cluster.node('hb'));
  const outside = cluster.room('hb');
  await expect(outside.join({ ticket: await cluster.ticket(seatOf('commune'), 'hb') })).rejects.toMatchObject(
    { code: 'SITE_NOT_INVITED' },
  );
  for (const direction of ['receive', 'send'] as const)
    await expect(outside.peer.request('transport.open', { direction })).rejects.toThrow();
  expect(await countMedia(cluster.node('hb'))).toEqual(before);
  expect(cluster.packetsAt('site:commune')).toBe(0);
  outside.stop();
  const { roster } = cluster.desired().plan;
  const entry = roster.find(({ siteId: known }) => known === 'hoabinh');
  if (!entry) throw new Error('no such site');
  cluster.put({}, { change: { roster: [...roster, { ...entry, siteId: siteId('commune'), number: 90 }] } });
  const inside = await cluster.enter('commune');
  await eventually(
    () => cluster.packetsOf(inside, 'province', 'camera'),
    (count) => count > 5,
  );
  expect((await countMedia(cluster.node('hb'))).transports).toBeGreaterThan(before.transports);
});

test('[R-CON-13] a new ticket takes the seat over: the older page is told, its token is void', async () => {
  const first = await cluster.enter('hoabinh');
  cluster.rooms.delete('hoabinh');
  const second = await cluster.enter('hoabinh');
  await eventually(
    () => first.closedReason,
    (reason) => reason === 'takenOver',
  );
  const back = cluster.room('hb');
  await expect(back.join({ resume: first.joined?.resume ?? '' })).rejects.toMatchObject({
    code: 'SEAT_TAKEN_OVER',
  });
  expect(second.closedReason).toBe(null);
  for (const room of [first, back]) room.stop();
});

test('[R-SEC-08] [AC-28] a device that is barred is told so and put out; no ticket and no token brings it back', async () => {
  const deviceId = '01900000-0000-7000-8000-000000000001';
  const device = cluster.room('hb');
  await device.join({ ticket: await cluster.ticket(seatOf('hoabinh'), 'hb', { deviceId }) });
  const unused = await cluster.ticket(seatOf('hoabinh'), 'hb', { deviceId });
  cluster.put({}, { change: { barred: [deviceId] } });
  await eventually(
    () => device.closedReason,
    (reason) => reason === 'deviceBarred',
  );
  const back = cluster.room('hb');
  await expect(back.join({ resume: device.joined?.resume ?? '' })).rejects.toMatchObject({
    code: 'DEVICE_NOT_APPROVED',
  });
  await expect(back.join({ ticket: unused })).rejects.toMatchObject({ code: 'DEVICE_NOT_APPROVED' });
  // The terminal of the same site takes its seat.
  const terminal = await cluster.enter('hoabinh');
  expect(terminal.closedReason).toBe(null);
  for (const room of [device, back]) room.stop();
});

test('[R-MCU-13] media parameters that make no sense are refused and harm nobody', async () => {
  const room = await cluster.enter('hoabinh', []);
  const { transportId } = await room.peer.request('transport.open', { direction: 'send' });
  const good = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: {} };
  const bad: [string, Record<string, unknown>][] = [
    ['no codecs', {}],
    ['empty codecs', { codecs: [] }],
    ['unknown codec', { codecs: [{ ...good, mimeType: 'audio/none' }], encodings: [{ ssrc: 5 }] }],
    ['wrong clock', { codecs: [{ ...good, clockRate: 8 }], encodings: [{ ssrc: 5 }] }],
    ['no encodings', { codecs: [good], encodings: [] }],
    ['half a type', { codecs: [good], encodings: [{ ssrc: 'x' }] }],
    ['huge ssrc', { codecs: [good], encodings: [{ ssrc: 2 ** 40 }] }],
    ['nested', { codecs: [{ ...good, parameters: { a: { b: 1 } } }], encodings: [{ ssrc: 9 }] }],
    ['prototype', JSON.parse('{"__proto__":{"codecs":[]},"codecs":[{"mimeType":"audio/opus"}]}')],
  ];
  for (const [what, rtpParameters] of bad)
    await expect(
      room.peer.request('producer.open', {
        transportId,
        source: 'mic',
        kind: 'audio',
        rtpParameters,
        muted: false,
      }),
      what,
    ).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
  await expect(room.peer.request('room.ready', { rtpCapabilities: { codecs: [{}] } })).rejects.toMatchObject({
    code: 'MEDIA_REFUSED',
  });
  await expect(
    room.peer.request('producer.open', {
      transportId,
      source: 'camera',
      kind: 'audio',
      rtpParameters: { codecs: [good] },
      muted: false,
    }),
  ).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
  await room.publish('mic');
});

test('[R-CDT-11] only sites admitted to present may offer content; consoles may send nothing at all', async () => {
  const roster = cluster.plan.roster.map((entry) => ({ ...entry, mayPresent: entry.siteId !== 'hoabinh' }));
  cluster.put({}, { change: { roster } });
  const room = await cluster.enter('hoabinh');
  await expect(room.publish('content')).rejects.toMatchObject({ code: 'CONTENT_NOT_PERMITTED' });
  const monitor = await cluster.monitor('operator', 'hb');
  await expect(monitor.publish('camera')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await eventually(
    () => monitor.receives.join(),
    (seen) => seen === 'province/camera,province/mic',
  );
});

test('[R-MCU-02] what is not joined yet may not touch media, and joining twice is refused', async () => {
  const stranger = cluster.room('hb');
  await stranger.opened;
  await expect(stranger.peer.request('transport.open', { direction: 'send' })).rejects.toMatchObject({
    code: 'NOT_JOINED',
  });
  await stranger.join({ ticket: await cluster.ticket(seatOf('hoabinh'), 'hb') });
  await expect(stranger.join({ ticket: 'x' })).rejects.toMatchObject({ code: 'ALREADY_JOINED' });
  stranger.stop();
});

test('[R-MCU-02] garbage on the media ports and pipes changes nothing', async () => {
  const before = await countMedia(cluster.node('cp'));
  const dump = await Promise.all(
    [...cluster.nodes.values()].flatMap((node) =>
      node.pool.workers.map((worker) => worker.webRtcServer.dump()),
    ),
  );
  const pipes = [...cluster.nodes.values()].flatMap((node) =>
    node.conferences.all.flatMap((meeting) =>
      [...meeting.links].map((link) => link.pipeTransport?.tuple.localPort ?? 0),
    ),
  );
  const ports = [...dump.flatMap((server) => server.udpSockets.map((socket) => socket.port)), ...pipes];
  expect(ports.length).toBeGreaterThanOrEqual(4);
  const socket = createSocket('udp4');
  for (let round = 0; round < 300; round += 1)
    for (const port of ports) {
      const packet = randomBytes(1 + Math.floor(Math.random() * 1_200));
      if (round % 3 === 0) packet[0] = 0x80; // Looks like RTP.
      if (round % 3 === 1 && packet.length > 20) {
        packet.writeUInt16BE(1, 0); // Looks like a STUN binding request.
        packet.writeUInt32BE(0x2112_a442, 4);
      }
      socket.send(packet, port, '127.0.0.1');
    }
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket.close();
  expect(await countMedia(cluster.node('cp'))).toEqual(before);
});

test('[R-MCU-03] a node that is not in the tree, or cannot prove to be, gets no link', async () => {
  const { socket, answers, closed } = await open('/link', 'cp');
  const nonce = 'n'.repeat(24);
  socket.send(
    JSON.stringify({
      t: 'req',
      id: '1',
      m: 'link.hello',
      b: { version: PROTOCOL_VERSION, childId: 'xx', parentId: 'cp', nonce },
    }),
  );
  socket.send(
    JSON.stringify({
      t: 'req',
      id: '2',
      m: 'link.hello',
      b: { version: PROTOCOL_VERSION, childId: 'hb', parentId: 'cp', nonce },
    }),
  );
  socket.send(JSON.stringify({ t: 'req', id: '3', m: 'link.prove', b: { signature: 'A'.repeat(86) } }));
  socket.send(
    JSON.stringify({
      t: 'req',
      id: '4',
      m: 'relay.pull',
      b: { meetingId: 'm1', streamId: 'cp/gov/camera/1', layer: null },
    }),
  );
  await eventually(
    () => answers.length,
    (count) => count >= 4,
  );
  const all = answers as { id: string; t: string; e?: { code: string } }[];
  const codeOf = (id: string) => all.find((answer) => answer.id === id)?.e?.code;
  expect([codeOf('1'), codeOf('2'), codeOf('3'), codeOf('4')]).toEqual([
    'NODE_UNKNOWN',
    undefined,
    'NODE_PROOF_WRONG',
    'NODE_PROOF_WRONG',
  ]);
  expect(cluster.node('cp').links.upCount).toBe(1);
  expect(await closed).toBe(1008);
});

test('[R-CDT-09] [R-CDT-15] [R-CDT-16] what a site says is passed on in its name, no faster than people speak; a console has no site', async () => {
  const happened = vi.spyOn(meetingOn(cluster, 'hb'), 'report');
  const { peer } = await cluster.enter('hoabinh', []);
  const site = { siteId: 'hoabinh' };
  await peer.request('speak.ask', { person: 'Chủ tịch UBND xã' });
  await peer.request('speak.withdraw', {});
  await peer.request('report.write', { text: 'Nước đã rút' });
  await peer.request('attendance.give', { count: 12, people: '' });
  expect(happened.mock.calls.map(([happening]) => happening)).toEqual(
    expect.arrayContaining([
      { type: 'speak.asked', ...site, person: 'Chủ tịch UBND xã' },
      { type: 'speak.withdrawn', ...site },
      { type: 'report.written', ...site, text: 'Nước đã rút' },
      { type: 'attendance.given', ...site, count: 12, people: '' },
    ]),
  );
  const flood = Array.from({ length: 40 }, () => peer.request('speak.withdraw', {}));
  const refused = (await Promise.allSettled(flood)).filter(({ status }) => status === 'rejected');
  expect(refused).toContainEqual(
    expect.objectContaining({ reason: expect.objectContaining({ code: 'RATE_LIMITED' }) }),
  );
  const operator = await cluster.monitor('operator', 'hb');
  await expect(operator.peer.request('speak.ask', { person: 'Ai đó' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
});
