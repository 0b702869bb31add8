import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcError } from '@nhipcau/base';
import { instant, type SeatId, type SeatObserved, SiteId, seatOfSite } from '@nhipcau/contracts';
import { FakeClock, meetingId } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HappeningOutbox, type HappeningReport, MAX_KEPT } from './happening-outbox.ts';
import { REPORT_EVERY_MS, SeatReports, type SeatsReport } from './seat-reports.ts';

const m1 = meetingId('m1');
let clock: FakeClock;
let folder: string;
beforeEach(() => {
  clock = new FakeClock();
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-outbox-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const seat = (name: string): SeatObserved => ({
  seatId: seatOfSite(SiteId.parse(name)),
  siteId: SiteId.parse(name),
  state: 'connected',
  since: instant(0),
  transport: 'udp',
  camera: 'sending',
  mic: 'muted',
  content: 'absent',
  talk: 'absent',
  cameraWanted: null,
  flows: [],
  quality: 'good',
  stats: null,
  leg: 0,
});

const reports = () => {
  const seats = new Map<SeatId, SeatObserved>([seat('a'), seat('b')].map((entry) => [entry.seatId, entry]));
  const sent: SeatsReport[] = [];
  const seatReports = new SeatReports(clock, {
    meeting: (asked) => (asked === m1 ? { epoch: 3, seq: 9, seats: [...seats.values()] } : null),
    seat: (_asked, seatId) => seats.get(seatId) ?? null,
  });
  return { seats, sent, seatReports, send: (report: SeatsReport) => void sent.push(report) };
};

test('[R-MCU-02] changes are reported together, at most ten times a second, each seat once as it is then', () => {
  const { seats, sent, seatReports, send } = reports();
  seatReports.connect(send, [m1]);
  expect(sent.splice(0)).toMatchObject([{ full: true, epoch: 3, seq: 9, gone: [] }]);
  const [a, b] = [seat('a').seatId, seat('b').seatId];
  for (let count = 0; count < 100; count += 1) {
    seatReports.changed(m1, a);
    seatReports.changed(m1, b);
    clock.advance(10);
    if (count === 50) seats.delete(b);
  }
  expect(sent.length).toBeLessThanOrEqual(1_000 / REPORT_EVERY_MS);
  expect(sent[0]).toMatchObject({ full: false, seats: [{ seatId: a }, { seatId: b }], gone: [] });
  expect(sent.at(-1)).toMatchObject({ seats: [{ seatId: a }], gone: [b] });
});

test('while the server is away nothing is collected; when it is back it is told everything', () => {
  const { sent, seatReports, send } = reports();
  seatReports.changed(m1, seat('a').seatId);
  clock.advance(1_000);
  seatReports.connect(send, [m1, meetingId('other')]);
  clock.advance(1_000);
  expect(sent).toHaveLength(1);
  seatReports.changed(m1, seat('a').seatId);
  seatReports.connect(null);
  clock.advance(1_000);
  expect(sent).toHaveLength(1);
});

const outbox = (file: string | null = null) => {
  const causes: unknown[] = [];
  return { causes, box: new HappeningOutbox(file, clock, (cause) => causes.push(cause)) };
};
const lost = (name: string) => ({ type: 'seat.lost' as const, siteId: SiteId.parse(name) });
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('[R-MON-03] happenings are kept in order until acknowledged, the same id again after a failure', async () => {
  const { box } = outbox();
  box.add(m1, lost('a'));
  box.add(m1, lost('b'));
  const tries: HappeningReport[] = [];
  let fails = 1;
  box.connect(async (report) => {
    tries.push(report);
    if (fails-- > 0) throw new RpcError('REQUEST_TIMED_OUT');
  });
  await settle();
  expect(box.size).toBe(2);
  clock.advance(1_000);
  await settle();
  expect(box.size).toBe(0);
  expect(tries.map((report) => report.happening)).toEqual([lost('a'), lost('a'), lost('b')]);
  expect(tries[0]?.happeningId).toBe(tries[1]?.happeningId);
});

test('a happening that the server will never take is given up, and the next ones go on', async () => {
  const { box, causes } = outbox();
  box.add(m1, lost('a'));
  box.add(m1, lost('b'));
  const taken: unknown[] = [];
  box.connect(async ({ happening }) => {
    if (taken.push(happening) === 1) throw new RpcError('MEETING_NOT_FOUND');
  });
  await settle();
  expect([taken, box.size, causes.length]).toEqual([[lost('a'), lost('b')], 0, 1]);
});

test('[R-MON-03] what is not acknowledged survives a restart; a flood gives up the oldest', () => {
  const file = join(folder, 'happenings.json');
  const { box } = outbox(file);
  box.add(m1, lost('a'));
  box.flush();
  expect(outbox(file).box.size).toBe(1);
  for (let count = 0; count < MAX_KEPT + 5; count += 1) box.add(m1, lost('b'));
  expect(box.size).toBe(MAX_KEPT);
});
