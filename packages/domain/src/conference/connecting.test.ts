import { CALL_ANSWER_MS, instant, type LiveRules, MAX_CALLING, type SiteId } from '@nhipcau/contracts';
import { aPlan, aSite, MeetingInHand, siteId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { callOn, connectionOf, escalateUnconnected } from './connecting.ts';
import { planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';

const MINUTE = 60_000;
const [province, district, commune] = [siteId('province'), siteId('district'), siteId('commune')];
const contacts = [{ whom: 'Cán bộ kỹ thuật ở điểm cầu trung tâm', phone: '0900 000 002' }];
const connectSteps: LiveRules['steps'] = ['call', 'trials'].map((key) => ({
  key,
  text: `Step ${key}`,
  by: 'VNPT',
  urgency: null,
  cite: [],
}));

let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live({ dialOut: true, contacts, connectSteps });
});

const tick = (...there: SiteId[]) => {
  const bodies = callOn(meeting.state, (site) => there.includes(site), instant(meeting.now));
  meeting.write(bodies, { kind: 'time' });
  return bodies.map(({ type }) => type);
};
const call = (...siteIds: SiteId[]) => meeting.give({ type: 'connect.call', siteIds });
const of = (site: SiteId) => connectionOf(meeting.state.connecting, site);
const viewAt = (name: string) => {
  const plan = planOf(meeting.state);
  if (plan === null) throw new Error('not live');
  return viewOf(plan, { kind: 'site', siteId: siteId(name) });
};

describe('[R-CON-01] the centre calls, satellites wait', () => {
  test('[CN-1] [R-CON-07] a site not called sees and hears nothing but whom to telephone, and nobody sees or hears it', () => {
    meeting.give({ type: 'floor.grant', siteId: commune });
    expect(viewAt('commune')).toMatchObject({
      waiting: { contacts },
      hears: [],
      hasFloor: false,
      main: { panes: [{ kind: 'empty' }] },
    });
    expect(viewAt('province').hears).toEqual([]);
    call(commune);
    tick();
    expect(viewAt('commune')).toMatchObject({ waiting: null, hasFloor: true });
    expect(viewAt('province').hears).toEqual([commune]);
  });

  test('[CN-1] the chair’s site waits for nobody; where terminals connect by themselves nobody waits', () => {
    expect(meeting.state.connecting.waiting).not.toContain(province);
    expect(MeetingInHand.live().state.connecting.waiting).toEqual([]);
  });

  test('[CN-2] one command calls all, in the order of the plan and so many at a time', () => {
    const sites = Array.from({ length: 40 }, (_, index) => aSite(`s${index}`, { number: 200 + index }));
    const plan = { ...aPlan(), roster: [...aPlan().roster, ...sites] };
    meeting = MeetingInHand.live({ plan, dialOut: true });
    const all = plan.roster.map((entry) => entry.siteId).filter((site) => site !== province);
    call(...[...all].reverse());
    tick();
    const first = all.slice(0, MAX_CALLING);
    expect(meeting.state.connecting.calling.map((one) => one.siteId)).toEqual(first);
    tick(...first.slice(0, 3));
    expect(meeting.state.connecting.calling).toHaveLength(MAX_CALLING);
    expect(meeting.state.connecting.queue).toHaveLength(all.length - MAX_CALLING - 3);
  });

  test('[CN-3] who is there has answered; who is not in time has not, and can be called again', () => {
    call(district, commune);
    tick();
    expect(tick(district)).toEqual(['connect.answered']);
    meeting.wait(CALL_ANSWER_MS - 1);
    expect(tick(district)).toEqual([]);
    meeting.wait(1);
    expect(tick(district)).toEqual(['connect.unanswered']);
    expect(of(district)).toMatchObject({ attempts: 1, unansweredAt: null });
    expect(of(commune)).toMatchObject({ attempts: 1, unansweredAt: meeting.now, answeredAt: null });
    call(commune);
    tick();
    expect(of(commune).attempts).toBe(2);
    expect(call(commune)).toEqual({ ok: true, value: [] });
  });

  test('a site that leaves is called no more', () => {
    call(commune);
    tick();
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(meeting.state.connecting).toMatchObject({ calling: [], queue: [] });
    expect(call(commune)).toMatchObject({ error: { code: 'SITE_UNKNOWN' } });
  });
});

describe('what is written of each site', () => {
  test('[CN-4] [R-CON-05] [R-CON-06] [R-CON-07] trial, who serves it, who was telephoned, each with who wrote it', () => {
    meeting.give({ type: 'connect.try', siteId: commune, sound: 'good', picture: 'poor' }, 'vnpt');
    meeting.give({
      type: 'connect.introduce',
      siteId: commune,
      name: 'Cán bộ kỹ thuật',
      phone: '0900 000 101',
    });
    meeting.give({ type: 'connect.contact', siteId: commune, whom: 'VNPT khu vực' });
    expect(of(commune)).toMatchObject({
      trial: { sound: 'good', picture: 'poor', by: 'vnpt', at: meeting.now },
      operator: { name: 'Cán bộ kỹ thuật', phone: '0900 000 101' },
      contact: { whom: 'VNPT khu vực' },
    });
  });

  test('[CN-5] [R-CON-04] a step opens when the one before is done or left out with a reason', () => {
    const step = (key: string, waiver: string | null = null) =>
      meeting.give({ type: 'connect.step', key, waiver });
    expect(step('trials')).toMatchObject({ error: { code: 'CONNECT_STEP_NOT_OPEN' } });
    expect(step('call', 'Đã nối từ tổng duyệt').ok).toBe(true);
    expect(step('trials').ok).toBe(true);
    expect(step('trials')).toEqual({ ok: true, value: [] });
    expect(step('other')).toMatchObject({ error: { code: 'CONNECT_STEP_UNKNOWN' } });
  });

  test('[CN-7] [R-CON-03] ready names the sites that are neither found good nor left out', () => {
    meeting.give({ type: 'connect.try', siteId: district, sound: 'good', picture: 'good' });
    meeting.give({ type: 'connect.waive', siteId: commune, reason: 'Mất điện' });
    meeting.give({ type: 'connect.ready' });
    expect(meeting.state.connecting.ready?.exceptions).toEqual(['government']);
    expect(meeting.give({ type: 'connect.ready' })).toEqual({ ok: true, value: [] });
  });
});

describe('[CN-6] [R-CON-08] twenty minutes before', () => {
  const rule = { minutes: 20, to: 'Cục Bưu điện Trung ương', kinds: [], cite: [] };
  const plannedStart = instant(Date.UTC(2026, 2, 2, 3));
  const escalated = (now: number, ...there: SiteId[]) =>
    escalateUnconnected(
      meeting.state,
      { rule, plannedStart },
      (site) => there.includes(site),
      instant(now),
    ).map((body) => ('siteId' in body ? (body.siteId as string) : ''));

  test('each site that is not connected is told of, once', () => {
    call(district);
    tick(district);
    meeting.give({ type: 'connect.waive', siteId: siteId('government'), reason: 'Không dự' });
    const at = plannedStart - 20 * MINUTE;
    expect(escalated(at - 1)).toEqual([]);
    expect(escalated(at, district, commune)).toEqual(['commune']);
    expect(escalated(at)).toEqual(['district', 'commune']);
    meeting.write([{ type: 'connect.escalated', siteId: commune, to: rule.to }], { kind: 'time' });
    expect(escalated(at, district)).toEqual([]);
  });

  test('nothing at the start and after, and nothing where the text says nothing', () => {
    expect(escalated(plannedStart)).toEqual([]);
    const none = escalateUnconnected(
      meeting.state,
      { rule: null, plannedStart },
      () => false,
      instant(plannedStart - MINUTE),
    );
    expect(none).toEqual([]);
  });
});
