import { MAX_CAMERA_WISHES, ScriptSegments, SpeakRequestId } from '@nhipcau/contracts';
import { aSegment, MeetingInHand, segmentId, siteId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { withCameraWish } from './cameras.ts';
import { planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';

const commune = siteId('commune');
const segments = ScriptSegments.parse([
  aSegment(0, 'commune', { cameraPreset: 'Bục phát biểu' }),
  aSegment(1, 'province'),
  aSegment(2, 'commune', { cameraPreset: 'Cận cảnh' }),
]);

let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live({ script: { version: 1, segments } });
});
const advance = (number: number) => meeting.give({ type: 'script.advance', segmentId: segmentId(number) });
const recall = (name: string, site = 'commune') =>
  meeting.give({ type: 'camera.recall', siteId: siteId(site), name });
/** The position a site's room is told to take; with it the key by which it knows one wish from another. */
const wanted = (site = 'commune') => {
  const plan = planOf(meeting.state);
  return plan && viewOf(plan, { kind: 'site', siteId: siteId(site) }).preset;
};

describe('[R-CDT-10] [CM-9] where a camera is wanted', () => {
  test('a console’s recall reaches its room and no other, and is a new one each time', () => {
    expect(wanted()).toBeNull();
    recall('Toàn cảnh');
    const first = wanted();
    expect(first?.name).toBe('Toàn cảnh');
    expect(wanted('district')).toBeNull();
    recall('Toàn cảnh');
    expect(wanted()).toMatchObject({ name: 'Toàn cảnh' });
    expect(wanted()?.key).not.toBe(first?.key);
  });

  test('it stands against the segment that is on; the next segment of the site has its own again', () => {
    advance(0);
    expect(wanted()?.name).toBe('Bục phát biểu');
    recall('Toàn cảnh');
    expect(wanted()?.name).toBe('Toàn cảnh');
    const before = wanted();
    advance(1);
    // The end of a segment turns no camera.
    expect(wanted()).toEqual(before);
    advance(2);
    expect(wanted()).toEqual({ key: segmentId(2), name: 'Cận cảnh' });
  });

  test('pushed by hand it is left where it was pushed to, until somebody wants it elsewhere', () => {
    advance(0);
    meeting.give({ type: 'camera.turn', siteId: commune });
    expect(wanted()).toBeNull();
    recall('Toàn cảnh');
    expect(wanted()?.name).toBe('Toàn cảnh');
  });

  test('[R-CDT-09] a grant names the position in the same act; without one the room’s own choice stands', () => {
    meeting.give({ type: 'speak.request', siteId: commune, person: 'Bí thư' });
    const requestId = SpeakRequestId.parse('wish-1');
    meeting.give({ type: 'speak.grant', requestId, limitMs: 300_000, cameraPreset: 'Bên trái' });
    expect(wanted()?.name).toBe('Bên trái');
    expect(meeting.stage).toMatchObject({ called: [commune], floor: [siteId('province'), commune] });
    meeting.give({ type: 'speak.request', siteId: siteId('district'), person: '' });
    meeting.give({ type: 'speak.grant', requestId: SpeakRequestId.parse('wish-2'), limitMs: null });
    expect(wanted('district')).toBeNull();
  });

  test('a stranger has no camera, and a site that leaves takes its wish along', () => {
    expect(recall('Toàn cảnh', 'stranger')).toMatchObject({ error: { code: 'SITE_UNKNOWN' } });
    recall('Toàn cảnh', 'district');
    meeting.give({ type: 'site.remove', siteId: siteId('district') });
    expect(meeting.state.cameras).toEqual([]);
  });

  test('so many are remembered as fit, the newest of each site', () => {
    let wishes = withCameraWish([], { type: 'camera.turned', siteId: commune }, 1);
    for (let n = 2; n < MAX_CAMERA_WISHES + 5; n += 1)
      wishes = withCameraWish(wishes, { type: 'camera.recalled', siteId: siteId(`s${n}`), name: 'Trái' }, n);
    expect(wishes).toHaveLength(MAX_CAMERA_WISHES);
    expect(wishes.some((wish) => wish.siteId === commune)).toBe(false);
    expect(withCameraWish(wishes, { type: 'camera.turned', siteId: siteId('s20') }, 99)).toHaveLength(
      MAX_CAMERA_WISHES,
    );
  });
});
