import { instant, type SiteId } from '@nhipcau/contracts';
import { aLayout, MeetingInHand, siteId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { soleSiteOf } from './layout.ts';
import { pollingStep } from './polling.ts';

const sites = ['province', 'district', 'commune'].map(siteId);
const EVERY = 10_000;

let meeting: MeetingInHand;
let away: SiteId[];
beforeEach(() => {
  meeting = MeetingInHand.live();
  away = [];
});

const begin = (target: 'broadcast' | 'chairView' = 'broadcast', siteIds = sites) =>
  meeting.give({ type: 'polling.start', target, everyMs: EVERY, siteIds });
/** One look, as the server takes it each second; who is shown then. */
const look = (afterMs = 0) => {
  meeting.now += afterMs;
  const bodies = pollingStep(meeting.state, (id) => !away.includes(id), instant(meeting.now));
  meeting.write(bodies, { kind: 'time' });
  const { stage, polling } = meeting.state;
  return stage && polling ? soleSiteOf(stage[polling.target]) : null;
};

describe('[R-CDT-04] sites shown one after the other', () => {
  test('[PO-1] [PO-2] each as long as was asked, in the order that was asked, and then from the first again', () => {
    begin();
    expect([look(), look(9_000), look(1_000), look(10_000), look(10_000)]).toEqual([
      'province',
      'province',
      'district',
      'commune',
      'province',
    ]);
    expect(meeting.state.polling).toMatchObject({ siteId: 'province', everyMs: EVERY });
  });

  test('[PO-2] who is not connected is passed over; while nobody is, what is shown stays', () => {
    away = [siteId('district')];
    begin('chairView');
    expect([look(), look(EVERY)]).toEqual(['province', 'commune']);
    away = [...sites];
    expect(look(EVERY)).toBe('commune');
    away = [];
    expect(look()).toBe('province');
  });

  test('[PO-3] a picture that somebody puts there ends it; one on the other screen does not', () => {
    begin('chairView');
    look();
    meeting.give({ type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'commune') });
    expect(meeting.state.polling).not.toBeNull();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('full', 'government') });
    expect(meeting.state.polling).toBeNull();
    expect(look(EVERY)).toBeNull();
  });

  test('[PO-3] the chair calls a site: its picture is not taken away again', () => {
    begin('chairView');
    look();
    meeting.give({ type: 'bringUp.request', siteId: siteId('commune') });
    expect(meeting.state.polling).toBeNull();
  });

  test('[PO-1] it is stopped by a word, and with the meeting; a stranger is refused', () => {
    begin();
    meeting.give({ type: 'polling.stop' });
    expect(meeting.state.polling).toBeNull();
    const refused = begin('broadcast', [siteId('nobody')]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'SITE_UNKNOWN' } });
    begin();
    meeting.give({ type: 'meeting.end' });
    expect(meeting.state.polling).toBeNull();
  });
});
