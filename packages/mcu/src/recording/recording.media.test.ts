import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeId, RecordingId, SegmentFacts, type SiteId } from '@nhipcau/contracts';
import { aLayout, siteId } from '@nhipcau/testkit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import { type Pattern, PatternSource } from '../testing/pattern-source.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
const order = { recordingId, nodeId: NodeId.parse('hb') };
const PATTERNS: Record<string, Pattern> = {
  chair: { colour: 'red', toneHz: 440 },
  commune: { colour: 'blue', toneHz: 880 },
};
const WITHIN = { withinMs: 40_000, everyMs: 100 };

let cluster: TestCluster;
const playing: PatternSource[] = [];

afterEach(async () => {
  for (const source of playing.splice(0)) source.close();
  await cluster.stop();
});

/** The chair at the province, where it is recorded; a commune one link away. */
async function recorded(): Promise<void> {
  cluster = await TestCluster.start({
    tree: { hb: null, dabac: 'hb' },
    sites: { chair: 'hb', commune: 'dabac' },
  });
  cluster.put({ broadcast: aLayout('full', 'chair'), floor: [siteId('chair')] });
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const room = await cluster.enter(name, []);
    const sendTo = (seatId: string) => cluster.endpoints.sendTo(seatId);
    playing.push(
      await PatternSource.publish(
        room,
        ['camera', 'mic', ...(name === 'commune' ? (['content'] as const) : [])],
        pattern,
        sendTo,
      ),
    );
  }
  cluster.put({}, { change: { recording: order } });
  await grows('chair/camera');
  await grows('chair/mic');
}

const recorder = () => cluster.node('hb').conferences.get(cluster.meetingId)?.recorder ?? null;
const folder = () => cluster.node('hb').shelf.folderOf(recordingId);
const writerOf = (key: string) => recorder()?.sources.get(key)?.writer?.pid ?? null;

/** Bytes that the present writer of a source has brought to the disk. */
const written = (key: string) => {
  const run = recorder()?.sources.get(key)?.writer?.run;
  if (run === undefined) return 0;
  const files = readdirSync(folder()).filter((name) => name.startsWith(run) && name.endsWith('.mkv'));
  return files.reduce((sum, name) => sum + statSync(join(folder(), name)).size, 0);
};

/** A source has a writer, and it writes. */
const grows = (key: string) =>
  eventually(
    () => written(key),
    (bytes) => bytes > 5_000,
    { ...WITHIN, what: `${key} is written` },
  );

/** Stops, and waits until every file is closed. */
async function stopped(): Promise<SegmentFacts[]> {
  cluster.put({}, { change: { recording: null } });
  const { shelf } = cluster.node('hb');
  await eventually(
    () => readdirSync(folder()).filter((name) => name.endsWith('.run')),
    (open) => open.length === 0,
    { ...WITHIN, what: 'all files closed' },
  );
  await shelf.settled();
  return shelf.waiting;
}

const of = (segments: readonly SegmentFacts[], name: string, source: string) =>
  segments.filter((segment) => segment.siteId === (name as SiteId) && segment.source === source);

const fileOf = ({ segmentId }: SegmentFacts) => join(folder(), `${segmentId}.mkv`);

/** Mean colour of a picture in the middle of a file. */
function colourOf(segment: SegmentFacts): 'red' | 'blue' | 'other' {
  const picture = execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', fileOf(segment), '-vf', "select='not(mod(n,5))',scale=1:1", '-vsync', '0'],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let red = 0;
  let blue = 0;
  for (let at = 0; at + 2 < picture.length; at += 3) {
    red += picture.readUInt8(at);
    blue += picture.readUInt8(at + 2);
  }
  return red > blue * 1.5 ? 'red' : blue > red * 1.5 ? 'blue' : 'other';
}

describe('what is recorded', () => {
  test('[RD-2] each source that everybody sees or hears has files of its own: takes, content and floor over two nodes', async () => {
    const began = Date.now();
    await recorded();
    cluster.put({ broadcast: aLayout('full', 'commune'), floor: [siteId('chair'), siteId('commune')] });
    await grows('commune/camera');
    await grows('commune/mic');
    expect(recorder()?.sources.has('chair/camera')).toBe(false);
    cluster.put({ content: siteId('commune') });
    await grows('commune/content');
    const segments = await stopped();
    expect(colourOf(of(segments, 'chair', 'camera')[0] as SegmentFacts)).toBe('red');
    expect(colourOf(of(segments, 'commune', 'camera')[0] as SegmentFacts)).toBe('blue');
    // More than one file of a source when the minute changed meanwhile.
    expect(of(segments, 'commune', 'content')).not.toHaveLength(0);
    expect(of(segments, 'commune', 'mic')).not.toHaveLength(0);
    expect(of(segments, 'chair', 'mic')).not.toHaveLength(0);
    for (const segment of segments) {
      expect(statSync(fileOf(segment)).mode & 0o777).toBe(0o600);
      expect(segment.endedAt - segment.startedAt).toBeGreaterThan(0);
      // The wall clock, not the media's own count: no later than now, no earlier than the test, give or take a minute.
      expect(segment.startedAt).toBeGreaterThan(began - 60_000);
      expect(segment.endedAt).toBeLessThan(Date.now() + 60_000);
    }
  });

  test('[RD-4] what only the chair sees is not recorded', async () => {
    await recorded();
    cluster.put({ chairView: aLayout('full', 'commune') });
    await grows('chair/camera');
    expect([...(recorder()?.sources.keys() ?? [])].sort()).toEqual(['chair/camera', 'chair/mic']);
    await stopped();
  });

  test('[RD-5] a writer that is killed is replaced, and what it had written stays readable', async () => {
    await recorded();
    const first = writerOf('chair/camera');
    if (first === null) throw new Error('no writer');
    process.kill(first, 'SIGKILL');
    await eventually(
      () => writerOf('chair/camera'),
      (pid) => pid !== null && pid !== first,
      { ...WITHIN, what: 'another writer' },
    );
    await grows('chair/camera');
    const segments = of(await stopped(), 'chair', 'camera');
    const [before, after] = [segments.at(0), segments.at(-1)];
    if (!before || !after || before === after) throw new Error('two files were expected');
    expect(colourOf(before)).toBe('red');
    expect(colourOf(after)).toBe('red');
    expect(after.startedAt - before.endedAt).toBeGreaterThan(0);
  });

  test('[RD-5] the recording goes on at another worker when its own dies', async () => {
    await recorded();
    const [worker] = cluster.node('hb').pool.workers;
    if (!worker) throw new Error('no worker');
    const first = writerOf('chair/mic');
    process.kill(worker.pid, 'SIGKILL');
    await eventually(
      () => recorder()?.receiving === true && writerOf('chair/mic') !== first,
      (is) => is,
      { ...WITHIN, what: 'a place at the new worker' },
    );
    expect((await stopped()).length).toBeGreaterThanOrEqual(2);
  });

  test('[RD-5] on a full disk every file is closed while there is room for it, and writing goes on when there is more', async () => {
    await recorded();
    const happened = vi.spyOn(meetingOn(cluster, 'hb'), 'report');
    const told = (wanted: string) =>
      happened.mock.calls.filter(([{ type }]) => type === wanted).map(([happening]) => happening);
    const full = vi.spyOn(cluster.node('hb').shelf, 'isFull').mockResolvedValue(true);
    await eventually(
      () => told('recording.troubled'),
      ({ length }) => length === 2,
      { ...WITHIN, what: 'both sources told of' },
    );
    await eventually(
      () => readdirSync(folder()).filter((name) => name.endsWith('.run')),
      ({ length }) => length === 0,
      { ...WITHIN, what: 'files closed' },
    );
    expect(writerOf('chair/camera')).toBeNull();
    // It fills up once more between the look at it and the beginning of a file.
    vi.spyOn(cluster.node('hb').shelf, 'openRun').mockRejectedValueOnce(
      Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }),
    );
    full.mockRestore();
    await grows('chair/camera');
    await grows('chair/mic');
    const segments = await stopped();
    expect(of(segments, 'chair', 'camera').length).toBeGreaterThanOrEqual(2);
    // Each source is told of once, and of nothing but the disk; a stall while it begins anew is a busy machine's.
    const troubles = told('recording.troubled').flatMap((happening) =>
      'trouble' in happening && happening.trouble !== 'stalled' ? [happening] : [],
    );
    expect(troubles).toMatchObject([{ trouble: 'diskFull' }, { trouble: 'diskFull' }]);
    expect(new Set(troubles.map((happening) => 'source' in happening && happening.source)).size).toBe(2);
  });

  test('[RD-6] files that a node left open are closed and named at its next start', async () => {
    await recorded();
    const name = folder();
    await cluster.node('hb').stop();
    const sheets = readdirSync(name).filter((file) => file.endsWith('.mkv.json'));
    const [lost, ...kept] = sheets;
    if (lost === undefined) throw new Error('nothing was closed');
    // As a kill leaves it: the file without its sheet, and the note of whose it is.
    const {
      recordingId: of,
      meetingId,
      siteId: site,
      source,
    } = SegmentFacts.parse(JSON.parse(readFileSync(join(name, lost), 'utf8')));
    rmSync(join(name, lost));
    writeFileSync(
      join(name, `${lost.slice(0, 36)}.run`),
      JSON.stringify({ recordingId: of, meetingId, siteId: site, source }),
    );
    const node = await cluster.startNode('hb');
    await node.shelf.settled();
    const names = node.shelf.waiting.map(({ segmentId }) => `${segmentId}.mkv.json`);
    expect(new Set(names)).toEqual(new Set([lost, ...kept]));
  });
});
