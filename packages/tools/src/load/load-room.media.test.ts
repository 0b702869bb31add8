import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type McuNode, readConfig, startNode } from '@nhipcau/mcu';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchMeeting, NODE_ID, TicketOffice } from '../bench/forward/meeting.ts';
import { LoadRoom } from './load-room.ts';
import { readRecordings } from './media/recording.ts';
import { makeCertificate } from './webrtc/certificate.ts';
import { MediaLine } from './webrtc/media-line.ts';

const SEATS = 12;
const folder = mkdtempSync(join(tmpdir(), 'nhipcau-load-'));
const office = new TicketOffice();
let node: McuNode;
let rooms: LoadRoom[];

beforeAll(async () => {
  node = await startNode(
    readConfig({
      ...process.env,
      MCU_NODE_ID: NODE_ID,
      MCU_DATA_DIR: folder,
      MCU_LISTEN_PORT: '0',
      MCU_MEDIA_PORT: '0',
      MCU_WORKERS: '1',
      MCU_LOG_LEVEL: 'error',
    }),
  );
  await node.trustTickets([office.key]);
  const meeting = benchMeeting(SEATS, node.identity.publicKey);
  node.conferences.put(meeting);
  const certificate = makeCertificate();
  const recordings = readRecordings();
  rooms = meeting.plan.roster.map(
    ({ siteId }) =>
      new LoadRoom({
        siteId,
        certificate,
        recordings,
        obtainTicket: async () => ({
          roomUrl: node.roomUrl,
          ticket: office.ticket(siteId),
          nodeId: node.config.nodeId,
        }),
      }),
  );
  await Promise.all(rooms.map((room) => room.enter()));
}, 30_000);
afterAll(async () => {
  for (const room of rooms) room.close();
  await node.stop();
  rmSync(folder, { recursive: true, force: true });
});

const receives = (room: LoadRoom): string[] =>
  [...room.streams.values()]
    .filter(({ packets }) => packets > 20)
    .map(({ opened }) => `${opened.siteId}/${opened.source}`)
    .sort();

test('[R-MCU-01] [R-MCU-09] rooms over real ICE, DTLS and SRTP see and hear the one on air, who gets nothing of its own', async () => {
  const [chair, ...others] = rooms;
  await expect
    .poll(() => others.map((room) => receives(room).join()), { timeout: 15_000 })
    .toEqual(others.map(() => 'site-0/camera,site-0/mic'));
  expect(chair && receives(chair)).toEqual([]);
  // Cameras and microphones that nobody wants send nothing.
  expect(others.map(({ sender }) => [sender?.low.packets, sender?.mic.packets])).toEqual(
    others.map(() => [0, 0]),
  );
});

test('what arrives is what was sent: it can be decrypted with the keys of the handshake', async () => {
  const [chair, other] = rooms;
  if (!chair?.sender || !other) throw new Error('nobody is there');
  const sent = new Set<string>();
  chair.sender.mic.onSent = (payload) => void sent.add(payload.toString('hex'));
  let matched = 0;
  other.onPacket = ({ opened }, packet) => {
    if (opened.source === 'mic' && sent.has(other.decrypt(packet)?.toString('hex') ?? '')) matched += 1;
  };
  await expect.poll(() => matched, { timeout: 10_000 }).toBeGreaterThan(20);
});

test('a room whose connection breaks comes back by itself to its streams', async () => {
  const room = rooms[3];
  if (!room) throw new Error('nobody is there');
  room.cut();
  expect(room.isIn).toBe(false);
  await expect.poll(() => receives(room).join(), { timeout: 15_000 }).toBe('site-0/camera,site-0/mic');
  expect(room.joins).toBe(2);
});

test('a node that proves to be somebody else gets no media', async () => {
  const [, room] = rooms;
  if (!room) throw new Error('nobody is there');
  const conference = node.conferences.all[0];
  const media = conference && [...conference.seats][1]?.media;
  const transport = await media?.openTransport('send');
  if (!transport) throw new Error('the node opens nothing');
  const certificate = makeCertificate();
  const wrong = transport.offer.dtlsParameters.fingerprints.map((each) => ({
    ...each,
    value: each.value.replace(/^../, (first) => (first === '00' ? '01' : '00')),
  }));
  const line = new MediaLine({
    offer: {
      ...transport.offer,
      iceCandidates: [...transport.offer.iceCandidates],
      dtlsParameters: { fingerprints: wrong },
    },
    certificate,
    onRtp: () => {},
  });
  const connecting = line.connect();
  connecting.catch(() => {});
  await transport.connect({
    role: 'client',
    fingerprints: [{ algorithm: 'sha-256', value: certificate.fingerprint }],
  });
  await expect(connecting).rejects.toThrow('another certificate');
});
