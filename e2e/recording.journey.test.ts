import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConferenceEvent, MeetingRecordings, RecordingLink, type Stage } from '@nhipcau/contracts';
import { framesOn } from '@nhipcau/tools/headless-room';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Box, FilmSound, type Mark, marksIn } from './support/film-marks.ts';
import { expectSees } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';
import { type Writer, writersOf } from './support/writers.ts';

/** Presentations carry the number of their site and this. */
const CONTENT = 10_000;
const FRAME_MS = 40;
const TITLE_MS = 4_000;
const WHOLE: Box = { x: 0, y: 0, width: 1280 };
/** Where a presentation stands beside the people. */
const BESIDE: Box = { x: 0, y: 90, width: 960 };
/** Pictures of a room that make a scene: enough that the film shows it. */
const SCENE_FRAMES = 60;
/** A picture whose age differs by more from that of the others stands still. */
const STILL_MS = 300;

/** One thing on air, as the log has it. */
interface Scene {
  readonly from: number;
  readonly to: number;
  readonly box: Box;
  /** In the marker of the largest pane. */
  readonly number: number;
  readonly speakers: readonly string[];
}

/**
 * What was broadcast over two nodes and what the film shows, compared picture by picture: every source paints its number and
 * the time into its picture and beats with the seconds of the clock.
 */
describe('the film of a meeting whose recorder is killed', () => {
  let world: World;
  let commune: Cast;
  let district: Cast;
  let all: readonly Cast[];
  const pages = new Map<Cast, Page>();
  const kills: number[] = [];
  let scenes: Scene[];
  let shown: (Mark | null)[];
  let sound: FilmSound;
  let began = 0;

  const pageOf = (cast: Cast): Page => {
    const page = pages.get(cast);
    if (!page) throw new Error(`${cast.name} has no room`);
    return page;
  };

  beforeAll(async () => {
    world = await World.open({ name: 'recording', beats: true });
    const [first] = world.communes;
    const [second] = world.districts;
    if (!first || !second) throw new Error('the sample has too few sites');
    commune = first;
    district = second;
    all = [world.chair, commune, district];
    await world.line.give({ type: 'meeting.start' });
    // What is on air follows the takes alone.
    await world.line.give({ type: 'floor.setFollow', follow: false });
    for (const cast of all) pages.set(cast, await world.room(cast));
    await world.line.until(
      'three rooms are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === all.length,
    );
  });
  afterAll(async () => {
    await world?.close();
  });

  /** It is seen, and goes on for a while. */
  const plays = async (viewer: Cast, number: number): Promise<void> => {
    const page = pageOf(viewer);
    await expectSees(page, { number });
    const before = await framesOn(page);
    await expect.poll(() => framesOn(page), { interval: 100 }).toBeGreaterThan(before + SCENE_FRAMES);
  };
  const take = async (cast: Cast, speakers: readonly Cast[]): Promise<void> => {
    await world.line.give({ type: 'cue.set', cue: [{ siteId: cast.siteId, target: 'broadcast' }] });
    await world.line.give({ type: 'floor.clear' });
    for (const { siteId } of speakers) await world.line.give({ type: 'floor.grant', siteId });
    await world.line.give({
      type: 'stage.take',
      target: 'broadcast',
      layout: { kind: 'full', slots: [{ kind: 'site', siteId: cast.siteId }] },
    });
  };
  const writers = (): Writer[] => writersOf(world.installation.node('hb').pid ?? 0);
  const writes = (source: string, { siteId }: Cast, not: readonly number[] = []) =>
    expect
      .poll(
        () =>
          writers().some(
            (writer) =>
              writer.siteId === siteId &&
              writer.source === source &&
              writer.bytes > 5_000 &&
              !not.includes(writer.pid),
          ),
        { interval: 50 },
      )
      .toBe(true);
  const kill = (victims: readonly Writer[]): number[] => {
    expect(victims).not.toHaveLength(0);
    kills.push(Date.now());
    for (const { pid } of victims) process.kill(pid, 'SIGKILL');
    return victims.map(({ pid }) => pid);
  };

  test('[RD-1] [R-REC-01] nobody asked in time: it is recorded for whoever asks now, and every room says so', async () => {
    await take(world.chair, [world.chair]);
    await expect(world.line.give({ type: 'recording.start', late: null })).rejects.toMatchObject({
      code: 'RECORDING_NOT_REQUESTED',
    });
    const late = { askedBy: 'Chánh Văn phòng', reason: 'Phục vụ công tác tuyên truyền' };
    await world.line.give({ type: 'recording.start', late });
    await world.line.until(
      'the recording has begun',
      ({ meeting }) => meeting.recording?.hasBegun === true && meeting.recording.nodeId === 'hb',
    );
    for (const cast of all) await pageOf(cast).getByText('Đang ghi hình, ghi âm').first().waitFor();
  });

  test('[RD-2] [R-REC-02] scenes of two nodes, a presentation, and a recorder that is killed twice', async () => {
    await plays(district, world.chair.number);
    await take(commune, [commune]);
    await writes('camera', commune);
    await plays(district, commune.number);
    // One writer dies.
    const ofCommune = writers().filter(
      ({ siteId, source }) => siteId === commune.siteId && source === 'camera',
    );
    await writes('camera', commune, kill(ofCommune));
    await plays(district, commune.number);
    await take(district, [district, world.chair]);
    await pageOf(district).getByRole('button', { name: 'Trình chiếu', exact: true }).click();
    await world.line.until('the slides are offered', ({ sites }) =>
      sites.some(({ siteId, seat }) => siteId === district.siteId && seat?.content !== 'absent'),
    );
    await plays(commune, district.number);
    await world.line.give({ type: 'content.show', siteId: district.siteId });
    await writes('content', district);
    await plays(commune, CONTENT + district.number);
    // All of them die at once.
    const killed = kill(writers());
    await writes('content', district, killed);
    await writes('camera', district, killed);
    await plays(commune, CONTENT + district.number);
    await world.line.give({ type: 'content.stop' });
    await plays(commune, district.number);
    await take(world.chair, [world.chair]);
    await plays(commune, world.chair.number);
    await world.line.give({ type: 'recording.stop' });
    await world.line.give({ type: 'meeting.end' });
  });

  test('[RD-8] [R-REC-02] [R-REC-06] the film is made by itself and fetched by a link', async () => {
    const api = `${world.installation.url}/api/recordings/${world.meetingId}`;
    const headers = { cookie: world.operator.cookie, 'content-type': 'application/json' };
    const recordings = async () => MeetingRecordings.parse(await (await fetch(api, { headers })).json());
    await expect.poll(async () => (await recordings()).film?.state, { timeout: 280_000 }).toBe('ready');
    const link = await fetch(`${api}/links`, { method: 'POST', headers, body: '{"part":"film"}' });
    const { url } = RecordingLink.parse(await link.json());
    const file = join(world.installation.dataDir, 'fetched.mp4');
    const fetched = await fetch(new URL(url, world.installation.url), { headers });
    writeFileSync(file, Buffer.from(await fetched.arrayBuffer()));
    scenes = await scenesOf(world);
    began = scenes[0]?.from ?? 0;
    const [whole, beside, heard] = await Promise.all([
      marksIn(file, WHOLE, began),
      marksIn(file, BESIDE, began),
      FilmSound.of(file),
    ]);
    const length = (scenes.at(-1)?.to ?? 0) - began;
    expect(whole).toHaveLength((TITLE_MS + Math.floor(length / FRAME_MS) * FRAME_MS) / FRAME_MS);
    shown = whole
      .slice(TITLE_MS / FRAME_MS)
      .map((mark, at) => (sceneAt(at)?.box === BESIDE ? (beside[at + TITLE_MS / FRAME_MS] ?? null) : mark));
    sound = heard;
  });

  const wallAt = (frame: number): number => began + frame * FRAME_MS;
  const sceneAt = (frame: number): Scene | undefined =>
    scenes.findLast(({ from }) => from <= wallAt(frame) + FRAME_MS / 2);
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  /** Age of what each picture of the film shows; null where nothing can be read. */
  const ages = (): (number | null)[] => shown.map((mark, frame) => mark && wallAt(frame) - mark.paintedAt);
  const usualAge = (): number => median(ages().filter((age) => age !== null));
  /** Milliseconds within a span in which the film shows no living picture. */
  const missingIn = (from: number, to: number): number => {
    const usual = usualAge();
    const still = ages().filter(
      (age, frame) =>
        wallAt(frame) >= from && wallAt(frame) < to && (age === null || Math.abs(age - usual) > STILL_MS),
    );
    return still.length * FRAME_MS;
  };

  test('[RD-8] [R-REC-02] it shows what was on air, in that order, and nothing else', () => {
    const order = (numbers: readonly number[]) => numbers.filter((number, at) => number !== numbers[at - 1]);
    expect(order(shown.flatMap((mark) => (mark ? [mark.number] : [])))).toEqual(
      order(scenes.map(({ number }) => number)),
    );
    const wrong = shown.flatMap((mark, frame) =>
      mark && mark.number !== sceneAt(frame)?.number ? [frame] : [],
    );
    expect(wrong).toEqual([]);
  });

  test('[RD-8] [R-REC-02] whoever had the floor is heard each second, and nobody else', () => {
    const beats = sound.beats().map((at) => ({ at, wall: began + at - TITLE_MS }));
    // A microphone whose writer was killed is silent until the next one writes.
    const isNearKill = (wall: number) => kills.some((at) => wall > at - 1_500 && wall < at + 3_000);
    for (const { from, to, speakers } of scenes) {
      const wanted = all.filter(({ siteId }) => speakers.includes(siteId)).map(({ name }) => name);
      for (let second = Math.ceil((from + 1_000) / 1_000) * 1_000; second < to - 1_000; second += 1_000) {
        const beat = beats.find(({ wall }) => Math.abs(wall - second) < 400);
        const heard = all.filter(({ hz }) => beat && sound.hears(hz, beat.at + 80)).map(({ name }) => name);
        if (isNearKill(second)) expect(wanted).toEqual(expect.arrayContaining(heard));
        else expect(heard).toEqual(wanted);
      }
    }
  });

  test('[RD-5] [R-REC-02] a kill costs at most three seconds', () => {
    for (const at of kills) {
      const scene = scenes.find(({ from, to }) => from <= at && at < to);
      expect(missingIn(at - 1_500, scene?.to ?? at)).toBeLessThanOrEqual(3_000);
    }
  });

  test('[RD-8] [R-REC-02] picture and sound are no more than 80 ms apart', () => {
    // A beat begins at a full second; what it is late by is to be what the pictures are late by.
    const late = sound.beats().map((at) => {
      const wall = began + at - TITLE_MS;
      return wall - Math.floor(wall / 1000) * 1000;
    });
    expect(Math.abs(usualAge() - median(late))).toBeLessThanOrEqual(80);
  });
});

/** What the log says was on air while it was recorded. */
async function scenesOf({ installation, meetingId, line }: World): Promise<Scene[]> {
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date; body: ConferenceEvent['body'] }>(
      'select at, body from meeting_event where meeting_id = $1 order by seq',
      [meetingId],
    );
    const timeOf = (type: string) => rows.find(({ body }) => body.type === type)?.at.getTime() ?? Number.NaN;
    const [from, to] = [timeOf('recording.started'), timeOf('recording.stopped')];
    const numbers = new Map(line.live.sites.map(({ siteId, number }) => [siteId, number]));
    const stages = rows.flatMap(({ at, body }) =>
      body.type === 'stage.changed' ? [{ at: at.getTime(), stage: body.stage }] : [],
    );
    return stages.flatMap(({ at, stage }, index): Scene[] => {
      const until = Math.min(to, stages[index + 1]?.at ?? to);
      const since = Math.max(from, at);
      return until > since ? [{ from: since, to: until, ...mainOf(stage, numbers) }] : [];
    });
  } finally {
    await client.end();
  }
}

function mainOf(
  { broadcast, content, floor }: Stage,
  numbers: ReadonlyMap<string, number>,
): Pick<Scene, 'box' | 'number' | 'speakers'> {
  const [slot] = broadcast.slots;
  if (content !== null)
    return { box: BESIDE, number: CONTENT + (numbers.get(content) ?? 0), speakers: floor };
  return {
    box: WHOLE,
    number: slot?.kind === 'site' ? (numbers.get(slot.siteId) ?? 0) : 0,
    speakers: floor,
  };
}
