import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilmSegment } from '@nhipcau/domain';
import { aLayout, meetingId, siteId } from '@nhipcau/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FilmMaterial } from './film-material.ts';
import { FilmStudio } from './film-studio.ts';

// Segments as a node writes them: absolute times, a colour and a tone for each site, a flash with a beep each second.

const programs = { folder: '', ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', s3: null, retentionFile: null };
const workshop = (id: string) => join(folder, id, 'workshop');
const log = pino({ level: 'silent' });
const T0 = 1_790_000_000_000;
const TITLE_S = 4;
const FLASH = 'lt(mod(t,1),0.12)';
const meeting = meetingId('m-film');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-film-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[]) =>
  execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
    maxBuffer: 512 * 1024 * 1024,
  });

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function segment(
  name: string,
  source: 'camera' | 'mic' | 'content',
  from: number,
  to: number,
  look: string,
): FilmSegment {
  const segmentId = `${name}-${source}-${from}`;
  const length = seconds(to - from);
  const shift = `PTS+${seconds(T0 + from)}/TB`;
  const input =
    source === 'mic'
      ? `sine=f=${look}:r=48000:d=${length},volume='if(${FLASH},1,0)':eval=frame,asetpts=${shift}`
      : `color=c=${look}:s=320x180:r=25:d=${length},drawbox=c=white:t=fill:enable='${FLASH}',setpts=${shift}`;
  const codec =
    source === 'mic'
      ? ['-c:a', 'libopus']
      : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  run(['-copyts', '-f', 'lavfi', '-i', input, ...codec, '-f', 'matroska', join(folder, `${segmentId}.mkv`)]);
  return { segmentId, siteId: siteId(name), source, from: T0 + from, to: T0 + to };
}

/** Three shots, each a third of the film. */
function material(segments: readonly FilmSegment[], until: number): FilmMaterial {
  const stage = (name: string, floor: readonly string[], content: string | null = null) => ({
    broadcast: aLayout('full', name),
    content: content === null ? null : siteId(content),
    floor: floor.map(siteId),
  });
  return {
    meetingId: meeting,
    title: "Hội nghị trực tuyến: 100% xã; 'thử' [nghiệm] = tốt\\n",
    below: '08:00 01/07/2026',
    facts: {
      intervals: [{ from: T0, to: T0 + until }],
      stages: [
        { at: T0 - 1, stage: stage('red', ['red']) },
        { at: T0 + until / 3, stage: stage('blue', ['red', 'blue']) },
        { at: T0 + (until / 3) * 2, stage: stage('red', ['red'], 'blue') },
      ],
      segments,
      script: [],
      nameOf: (site) => `Điểm cầu ${site}`,
    },
    bytes: 1,
    fileOf: async (segmentId) => ({ path: join(folder, `${segmentId}.mkv`), isCopy: false }),
  };
}

/** Pixels of the film at a place, one for each frame: red, green, blue. */
function pixels(film: string, x: number, y: number): [number, number, number][] {
  const bytes = run([
    '-i',
    film,
    '-vf',
    `crop=16:16:${x}:${y},scale=1:1`,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ]);
  return Array.from({ length: bytes.length / 3 }, (_, at) => [
    bytes.readUInt8(at * 3),
    bytes.readUInt8(at * 3 + 1),
    bytes.readUInt8(at * 3 + 2),
  ]);
}

/** Loudness of the film in steps of ten milliseconds. */
function loudness(film: string): number[] {
  const bytes = run(['-i', film, '-vn', '-f', 's16le', '-ar', '48000', '-ac', '1', '-']);
  const step = 480;
  return Array.from({ length: Math.floor(bytes.length / 2 / step) }, (_, at) => {
    let sum = 0;
    for (let sample = 0; sample < step; sample += 1)
      sum += Math.abs(bytes.readInt16LE((at * step + sample) * 2));
    return sum / step;
  });
}

const rises = (values: readonly number[], above: number, stepS: number): number[] =>
  values.flatMap((value, at) => (value > above && (values[at - 1] ?? 0) <= above ? [at * stepS] : []));

const colourOf = ([red, , blue]: readonly [number, number, number]) =>
  red > blue + 60 ? 'red' : blue > red + 60 ? 'blue' : 'dark';

// Films are made at the lowest priority: on a busy machine last of all.
describe('the film', { timeout: 180_000 }, () => {
  test('[RD-8] [R-REC-02] shows what was on air in its order, with the presentation and sound in step, over segment borders and a gap', async () => {
    const segments = [
      // A writer that was killed at 1.5 s, and the next one a second later.
      segment('red', 'camera', 0, 1_480, 'red'),
      segment('red', 'camera', 2_000, 9_000, 'red'),
      segment('red', 'mic', 0, 5_000, '440'),
      segment('red', 'mic', 5_000, 9_000, '440'),
      segment('blue', 'camera', 3_000, 6_000, 'blue'),
      segment('blue', 'mic', 3_000, 6_000, '880'),
      segment('blue', 'content', 6_000, 9_000, 'blue'),
    ];
    const steps: number[] = [];
    const studio = new FilmStudio({ workshop, programs, log });
    const done = await studio.make(material(segments, 9_000), async (step) => void steps.push(step));
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(done).toMatchObject({ durationMs: 13_000, missingMs: 520 });
    const film = done.video.path;
    const middle = pixels(film, 400, 300);
    expect(middle).toHaveLength(13 * 25);
    const at = (second: number) => colourOf(middle[Math.round((TITLE_S + second) * 25)] ?? [0, 0, 0]);
    expect([0.5, 1.3, 2.6, 3.5, 5.5, 6.5, 8.5].map(at)).toEqual([
      'red',
      'red',
      'red',
      'blue',
      'blue',
      'blue',
      'blue',
    ]);
    // Beside the presentation the people are at the right.
    const right = pixels(film, 1_100, 160);
    expect(colourOf(right[Math.round((TITLE_S + 7.5) * 25)] ?? [0, 0, 0])).toBe('red');
    const flashes = rises(
      middle.map(([red, green, blue]) => Math.min(red, green, blue)),
      150,
      0.04,
    ).filter((time) => time > TITLE_S);
    const beeps = rises(loudness(film), 300, 0.01);
    const offsets = flashes.map((flash) => Math.min(...beeps.map((beep) => Math.abs(beep - flash))));
    expect(flashes.length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(0.08);
    expect(loudness(done.audio.path).length).toBe(loudness(film).length);
    expect(execFileSync('ffprobe', ['-v', 'error', '-show_chapters', film]).toString()).toContain(
      'title=Điểm cầu red',
    );
  });

  test('[RD-8] [R-REC-02] a segment that is unreadable costs its own time and nothing else, and that is told', async () => {
    const segments = [
      segment('red', 'camera', 0, 3_000, 'red'),
      segment('red', 'mic', 0, 3_000, '440'),
      segment('blue', 'camera', 1_000, 2_000, 'blue'),
      segment('blue', 'mic', 1_000, 2_000, '880'),
      segment('blue', 'content', 2_000, 3_000, 'blue'),
    ];
    for (const name of ['blue-camera-1000', 'blue-mic-1000'])
      writeFileSync(join(folder, `${name}.mkv`), randomBytes(50_000));
    const spoilt = meetingId('m-spoilt');
    const studio = new FilmStudio({ workshop, programs, log });
    const done = await studio.make({ ...material(segments, 3_000), meetingId: spoilt }, async () => {});
    expect(done).toMatchObject({ durationMs: 7_000, missingMs: 1_000 });
    const middle = pixels(done.video.path, 400, 300);
    const at = (second: number) => colourOf(middle[Math.round((TITLE_S + second) * 25)] ?? [0, 0, 0]);
    expect([0.5, 1.5].map(at)).toEqual(['red', 'dark']);
    // Not black: the name of the site stands in the middle of a field of its own.
    const [r, g, b] = middle[Math.round((TITLE_S + 1.5) * 25)] ?? [0, 0, 0];
    expect(b).toBeGreaterThan(r + 15);
    expect(g).toBeGreaterThan(r);
    const line = ['-vf', 'crop=400:32:440:344', '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
    expect(Math.max(...run(['-ss', `${TITLE_S + 1.5}`, '-i', done.video.path, ...line]))).toBeGreaterThan(
      200,
    );
    expect(colourOf(pixels(done.video.path, 1_100, 160)[Math.round((TITLE_S + 2.5) * 25)] ?? [0, 0, 0])).toBe(
      'red',
    );
  });

  test('[RD-9] a film that was interrupted goes on with the shots that are missing', async () => {
    const again = meetingId('m-again');
    const whole = { ...material([segment('red', 'camera', 0, 3_000, 'red')], 3_000), meetingId: again };
    const first = new FilmStudio({ workshop, programs, log });
    await expect(
      first.make(whole, async (step) => {
        if (step === 3) first.close();
      }),
    ).rejects.toThrow();
    const shots = () => readdirSync(workshop(again)).filter((name) => /^shot-.*h264$/.test(name));
    expect(shots()).toHaveLength(2);
    const done = await new FilmStudio({ workshop, programs, log }).make(whole, async () => {});
    expect(done.durationMs).toBe(7_000);
    expect(pixels(done.video.path, 400, 300)).toHaveLength(7 * 25);
  });
});
