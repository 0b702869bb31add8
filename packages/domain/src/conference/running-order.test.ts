import { instant, ScriptSegments } from '@nhipcau/contracts';
import { aLayout, aSegment, MeetingInHand, segmentId, siteId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { planOf } from './lifecycle.ts';
import { departsFromOrder, orderClock, presetOf } from './running-order.ts';
import { viewOf } from './seat-view.ts';

const MINUTE = 60_000;
const province = siteId('province');
const district = siteId('district');
const commune = siteId('commune');
const segments = ScriptSegments.parse([
  aSegment(0, 'province'),
  aSegment(1, 'commune', { layout: 'pip', contentSiteId: province }),
  aSegment(2, 'district'),
]);
const advance = (number: number) => ({ type: 'script.advance' as const, segmentId: segmentId(number) });
const depart = (number: number, reason = 'Chủ tọa yêu cầu') => ({
  type: 'script.depart' as const,
  segmentId: segmentId(number),
  reason,
});

let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live({ script: { version: 1, segments } });
});
const onNow = () => meeting.state.runningOrder?.current?.segmentId ?? null;

describe('[R-PLN-05] a meeting is conducted from its approved script', () => {
  test('[RO-1] it starts with the script, before the first segment, which is cued', () => {
    const other = MeetingInHand.live({ script: { version: 3, segments: segments.slice(1) } });
    expect(other.state.runningOrder).toMatchObject({ version: 3, current: null, departures: [] });
    expect(other.stage.cue.map(({ siteId }) => siteId)).toEqual(['commune', 'commune']);
    expect(MeetingInHand.live().state.runningOrder).toBeNull();
  });

  test('[RO-3] one command sets layout, microphones and content, and the speaker on the chair’s screen', () => {
    meeting.give(advance(0));
    meeting.give(advance(1));
    expect(meeting.stage).toMatchObject({
      broadcast: aLayout('pip', 'commune', 'province'),
      chairView: aLayout('full', 'commune'),
      floor: [province, commune],
      content: province,
    });
    expect(meeting.log.filter(({ body }) => body.type === 'stage.changed')).toHaveLength(2);
    meeting.give(advance(2));
    expect(meeting.stage).toMatchObject({ broadcast: aLayout('full', 'district'), content: null });
  });

  test('[RO-3] a grid has the speaker first and the other sites after it', () => {
    meeting.script = { version: 2, segments: [aSegment(0, 'commune', { layout: 'grid4' })] };
    meeting.give({ type: 'script.takeUp' });
    meeting.give(advance(0));
    expect(meeting.stage.broadcast).toEqual(
      aLayout('grid4', 'commune', 'province', 'government', 'district'),
    );
  });

  test('[RO-3] sites that left the meeting are left out, and open calls end', () => {
    meeting.give({ type: 'bringUp.request', siteId: district });
    meeting.give({ type: 'site.remove', siteId: commune });
    meeting.give(advance(0));
    meeting.give(advance(1));
    expect(meeting.stage).toMatchObject({
      floor: [province],
      called: [],
      broadcast: aLayout('pip', 'province'),
    });
    expect(meeting.state.bringUps.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  test('[RO-4] who speaks next is cued by itself and stays cued', () => {
    meeting.give(advance(0));
    const next = (name: string) => [
      { siteId: siteId(name), target: 'broadcast' },
      { siteId: siteId(name), target: 'chairView' },
    ];
    expect(meeting.stage.cue).toEqual(next('commune'));
    meeting.give({ type: 'cue.set', cue: [{ siteId: district, target: 'broadcast' }] });
    expect(meeting.stage.cue).toEqual([{ siteId: district, target: 'broadcast' }, ...next('commune')]);
    meeting.give(advance(1));
    expect(meeting.stage.cue).toEqual(next('district'));
    meeting.give(advance(2));
    expect(meeting.stage.cue).toEqual([]);
  });
});

describe('[R-CDT-01] departures', () => {
  test('[RO-2] only the next segment is taken without a reason; the same again changes nothing', () => {
    expect(meeting.give(advance(1))).toMatchObject({ ok: false, error: { code: 'SEGMENT_NOT_NEXT' } });
    expect(meeting.give(advance(0)).ok).toBe(true);
    expect(meeting.give(advance(0))).toEqual({ ok: true, value: [] });
    expect(meeting.give(advance(7))).toMatchObject({ ok: false, error: { code: 'SEGMENT_NOT_NEXT' } });
    expect(onNow()).toBe(segmentId(0));
  });

  test('[RO-2] any other is taken with a reason, kept with who, when, from where', () => {
    meeting.give(advance(0));
    meeting.wait(MINUTE).give(depart(2), 'second');
    expect(onNow()).toBe(segmentId(2));
    expect(meeting.state.runningOrder?.departures).toEqual([
      { from: segmentId(0), to: segmentId(2), at: meeting.now, by: 'second', reason: 'Chủ tọa yêu cầu' },
    ]);
    expect(meeting.log.at(-1)?.body).toMatchObject({ type: 'script.moved', departure: 'Chủ tọa yêu cầu' });
    expect(meeting.give(depart(9))).toMatchObject({ ok: false, error: { code: 'SEGMENT_UNKNOWN' } });
  });

  test('[RO-1] without an approved script there is nothing to follow', () => {
    const bare = MeetingInHand.live();
    for (const command of [advance(0), depart(0), { type: 'script.takeUp' as const }])
      expect(bare.give(command)).toMatchObject({ ok: false, error: { code: 'SCRIPT_NOT_APPROVED' } });
  });

  test('[RO-5] a chamber has no running order: it is the common room’s, whatever chamber is named', () => {
    meeting.give(advance(0));
    expect(meeting.state.stage?.broadcast).toEqual(aLayout('full', 'province'));
    expect(meeting.log.at(-1)?.chamberId).toBeNull();
  });

  test('[CD-4] a step taken back leaves order and stage as they were, with the time it began', () => {
    meeting.give(advance(0));
    const { stage } = meeting;
    const current = meeting.state.runningOrder?.current;
    meeting.wait(5 * MINUTE).give(advance(1));
    meeting.wait(1_000).give({ type: 'stage.undo' });
    expect(meeting.stage).toEqual(stage);
    expect(meeting.state.runningOrder?.current).toEqual(current);
  });

  test('[RO-7] a newer script keeps the segment that is on', () => {
    meeting.give(advance(0));
    meeting.script = {
      version: 2,
      segments: [aSegment(5, 'district'), aSegment(0, 'province'), aSegment(6, 'commune')],
    };
    meeting.give({ type: 'script.takeUp' });
    expect(onNow()).toBe(segmentId(0));
    expect(meeting.stage.cue[0]?.siteId).toBe(commune);
    expect(meeting.give({ type: 'script.takeUp' })).toEqual({ ok: true, value: [] });
    meeting.script = { version: 3, segments: [aSegment(6, 'commune')] };
    meeting.give({ type: 'script.takeUp' });
    expect(onNow()).toBeNull();
  });

  test('[RO-8] a stage that is not what the segment says is told', () => {
    const departs = () => {
      const order = meeting.state.runningOrder;
      return order !== null && departsFromOrder(order, meeting.stage, province);
    };
    expect(departs()).toBe(false);
    meeting.give(advance(0));
    meeting.give(advance(1));
    expect(departs()).toBe(false);
    meeting.give({ type: 'floor.clear' });
    expect(departs()).toBe(true);
    meeting.give({ type: 'stage.undo' });
    expect(departs()).toBe(false);
    meeting.give({ type: 'content.stop' });
    expect(departs()).toBe(true);
  });
});

describe('[RO-6] time', () => {
  const start = segments[0]?.plannedAt ?? instant(0);
  const at = (minutes: number) => instant(start + minutes * MINUTE);
  test.each([
    ['before the first, in time', null, -5, { remainingMs: null, delayMs: 0 }],
    ['before the first, three minutes late', null, 3, { remainingMs: null, delayMs: 3 * MINUTE }],
    ['taken in time', 0, 4, { remainingMs: 6 * MINUTE, delayMs: 0 }],
    ['taken two minutes late', 2, 4, { remainingMs: 8 * MINUTE, delayMs: 2 * MINUTE }],
    ['at its very end', 0, 10, { remainingMs: 0, delayMs: 0 }],
    ['a minute too long', 0, 11, { remainingMs: -MINUTE, delayMs: MINUTE }],
    ['ahead of the plan', -3, 0, { remainingMs: 7 * MINUTE, delayMs: -3 * MINUTE }],
  ])('%s', (_, since, now, expected) => {
    const current = since === null ? null : { segmentId: segmentId(0), since: at(since) };
    expect(orderClock({ segments, current }, at(now))).toMatchObject(expected);
  });
});

test('[R-CDT-10] [CM-6] the segment that is on tells its speaker’s room where to look, and no other room', () => {
  const named = ScriptSegments.parse([
    aSegment(0, 'province'),
    aSegment(1, 'commune', { cameraPreset: 'Bục phát biểu' }),
  ]);
  const conducted = MeetingInHand.live({ script: { version: 1, segments: named } });
  conducted.give(advance(0));
  expect(presetOf(conducted.state)).toBeNull();
  conducted.give(advance(1));
  const plan = planOf(conducted.state);
  if (plan === null) throw new Error('not live');
  const preset = { key: segmentId(1), name: 'Bục phát biểu' };
  expect(plan.presets).toEqual([{ siteId: commune, ...preset }]);
  expect(viewOf(plan, { kind: 'site', siteId: commune }).preset).toEqual(preset);
  expect(viewOf(plan, { kind: 'site', siteId: district }).preset).toBeNull();
});
