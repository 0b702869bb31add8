import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@nhipcau/base';
import { MeetingId, RecordingId, type SegmentFacts, SiteId } from '@nhipcau/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from '../process/logging.ts';
import { SegmentDelivery } from './segment-delivery.ts';
import { SegmentShelf } from './segment-shelf.ts';

const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
const meetingId = MeetingId.parse('m1');
const ofSource = { recordingId, meetingId, siteId: SiteId.parse('chair'), source: 'camera' } as const;
const patiently = { timeout: 60_000, interval: 20 };

let folder: string;
let server: Server;
let shelf: SegmentShelf;
let delivery: SegmentDelivery;
/** What the server has, in the order in which it learnt of it. */
let learnt: string[];
/** How often it was looked whether the recording is over. */
let looks: number;
/** Digests of which the server says that the bytes are not those. */
const wrong = new Set<string>();
/** Segments for which the server has no room, and how often it said so. */
const full = new Set<string>();
let refusedForRoom = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-delivery-'));
  learnt = [];
  looks = 0;
  wrong.clear();
  full.clear();
  refusedForRoom = 0;
  server = createServer((request, response) => {
    const id = request.url?.slice(1) ?? '';
    request.resume().once('end', () => {
      if (full.has(id)) {
        refusedForRoom += 1;
        response.writeHead(503);
        response.end(JSON.stringify({ code: 'RECORDINGS_FULL', correlationId: 'c' }));
        return;
      }
      if (wrong.has(id)) {
        response.writeHead(422);
        response.end(JSON.stringify({ code: 'SEGMENT_WRONG', correlationId: 'c' }));
        return;
      }
      learnt.push(id);
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log = createLogger({ level: 'silent', nodeId: 'hb' });
  shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
  await shelf.begin({ recordingId, meetingId });
  const isActive = () => {
    looks += 1;
    return false;
  };
  delivery = new SegmentDelivery({ shelf, clock: systemClock, log, isActive });
});
afterEach(() => {
  delivery.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A closed file and its sheet, as a writer and the shelf leave them. */
async function aClosedSegment(startedAt: number): Promise<string> {
  const segmentId = `${randomUUID()}.00001`;
  const bytes = Buffer.from(`picture of ${startedAt}`);
  const facts = {
    ...ofSource,
    segmentId,
    startedAt,
    endedAt: startedAt + 1_000,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const file = join(shelf.folderOf(recordingId), `${segmentId}.mkv`);
  writeFileSync(file, bytes);
  writeFileSync(`${file}.json`, JSON.stringify(facts));
  await shelf.recover();
  return segmentId;
}

const connect = () =>
  delivery.connect({
    announce: async ({ segmentId }: SegmentFacts) => segmentId,
    done: async () => void learnt.push('done'),
    addressOf: (upload) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${upload}`,
  });

/** Another pass was begun, so that the one before is over. */
async function lookedAgain(): Promise<void> {
  const before = looks;
  await vi.waitUntil(() => {
    delivery.poke();
    return looks >= before + 2;
  }, patiently);
}

test('[RD-7] a node says that nothing more comes only when the last of its writers has closed its files', async () => {
  const segmentId = await aClosedSegment(1_000_000_000_000);
  const { run } = await shelf.openRun({ ...ofSource, source: 'mic' });
  connect();
  await vi.waitUntil(() => learnt.includes(segmentId), patiently);
  await lookedAgain();
  expect(learnt).toEqual([segmentId]);
  await shelf.closeRun(recordingId, run, { isOver: true });
  delivery.poke();
  await vi.waitUntil(() => learnt.includes('done'), patiently);
});

test('[RD-6] a file that was damaged on its disk is kept, and does not hold up those after it', async () => {
  const damaged = await aClosedSegment(1_000_000_000_000);
  const sound = await aClosedSegment(1_000_000_060_000);
  wrong.add(damaged);
  connect();
  await vi.waitUntil(() => learnt.includes('done'), patiently);
  expect(learnt).toEqual([sound, 'done']);
  expect(readdirSync(shelf.folderOf(recordingId))).toContain(`${damaged}.mkv.refused`);
});

test('[RD-6] a file that is gone from the disk of its node is given up, and does not hold up those after it', async () => {
  const gone = await aClosedSegment(1_000_000_000_000);
  const sound = await aClosedSegment(1_000_000_060_000);
  rmSync(join(shelf.folderOf(recordingId), `${gone}.mkv`));
  connect();
  await vi.waitUntil(() => learnt.includes('done'), patiently);
  expect(learnt).toEqual([sound, 'done']);
  expect(readdirSync(shelf.folderOf(recordingId))).toContain(`${gone}.mkv.json.lost`);
});

test('[RD-6] where the server has no room the segment waits, and another recording that is whole is told to be over', async () => {
  const waiting = await aClosedSegment(1_000_000_000_000);
  full.add(waiting);
  const other = RecordingId.parse('0197f000-0000-7000-8000-000000000002');
  await shelf.begin({ recordingId: other, meetingId });
  connect();
  await vi.waitUntil(() => learnt.includes('done'), patiently);
  expect(refusedForRoom).toBeGreaterThan(0);
  expect(shelf.waiting.map(({ segmentId }) => segmentId)).toEqual([waiting]);
  full.clear();
  delivery.poke();
  await vi.waitUntil(() => learnt.includes(waiting), patiently);
});

test('[RD-7] a node that stops breaks off what it hands over, and keeps it', async () => {
  const segmentId = await aClosedSegment(1_000_000_000_000);
  const cut = new Promise<void>((resolve) => {
    server.removeAllListeners('request');
    server.on('request', (request) => {
      request.once('close', () => resolve());
      delivery.close();
    });
  });
  connect();
  await cut;
  expect(shelf.waiting.map((segment) => segment.segmentId)).toEqual([segmentId]);
  expect(learnt).toEqual([]);
});
