import { StreamAnnounced } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { AnnouncementTable, announcementChanges, MAX_ANNOUNCED } from './announcement-table.ts';

const stream = (publication: number, change: { muted?: boolean; path?: string[] } = {}): StreamAnnounced =>
  StreamAnnounced.parse({
    streamId: `hb/a/camera/${publication}`,
    siteId: 'a',
    source: 'camera',
    kind: 'video',
    muted: false,
    path: ['hb'],
    ...change,
  });

const told = (...streams: StreamAnnounced[]) => new Map(streams.map((entry) => [entry.streamId, entry]));

test('[R-MCU-03] a snapshot replaces, a change adds, changes and withdraws', () => {
  const table = new AnnouncementTable();
  table.replace([stream(1), stream(2)]);
  table.change([stream(2, { muted: true }), stream(3)], [stream(1).streamId]);
  expect([...table.streams].map((entry) => [entry.streamId, entry.muted])).toEqual([
    ['hb/a/camera/2', true],
    ['hb/a/camera/3', false],
  ]);
  table.replace([stream(9)]);
  expect(table.has(stream(3).streamId)).toBe(false);
  expect(table.get(stream(9).streamId)).toEqual(stream(9));
});

test('a neighbour cannot fill the memory: beyond the limit new streams are not taken, known ones still change', () => {
  const table = new AnnouncementTable();
  const many = Array.from({ length: MAX_ANNOUNCED }, (_, index) => stream(index));
  table.replace([...many, stream(MAX_ANNOUNCED + 1)]);
  table.change([stream(MAX_ANNOUNCED + 2), stream(5, { muted: true })], []);
  expect([...table.streams]).toHaveLength(MAX_ANNOUNCED);
  expect(table.get(stream(5).streamId)?.muted).toBe(true);
});

test('no two tables or moments share a version, so that a new link is never taken for the old one', () => {
  const [a, b] = [new AnnouncementTable(), new AnnouncementTable()];
  const seen = new Set([a.version, b.version]);
  for (const table of [a, b, a]) {
    table.replace([stream(1)]);
    seen.add(table.version);
  }
  expect(seen.size).toBe(5);
});

test('a neighbour is told only differences', () => {
  expect(announcementChanges(told(stream(1), stream(2)), told(stream(2), stream(3)))).toEqual({
    announced: [stream(3)],
    withdrawn: ['hb/a/camera/1'],
  });
  const muted = stream(1, { muted: true });
  expect(announcementChanges(told(stream(1)), told(muted)).announced).toEqual([muted]);
  const moved = stream(1, { path: ['hb', 'cp'] });
  expect(announcementChanges(told(stream(1)), told(moved)).announced).toEqual([moved]);
  expect(announcementChanges(told(stream(1)), told(stream(1)))).toEqual({ announced: [], withdrawn: [] });
});
