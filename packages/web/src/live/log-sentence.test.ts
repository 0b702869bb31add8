import {
  BringUpId,
  type ConferenceEvent,
  instant,
  MeetingId,
  NodeId,
  SiteId,
  type Stage,
  UserId,
} from '@nhipcau/contracts';
import { fullScreenOf, layoutOf, openingStage } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { translator } from '../text/catalogue.ts';
import { en } from '../text/en.ts';
import { vi } from '../text/vi.ts';
import { logLine } from './log-sentence.ts';

const names = { site: (id: string) => `Xã ${id}`, node: (id: string) => `MCU ${id}` };
const site = SiteId.parse('A');
const stage = (over: Partial<Stage> = {}): Stage => ({ ...openingStage(site), ...over });
const anEvent = (body: ConferenceEvent['body']): ConferenceEvent => ({
  meetingId: MeetingId.parse('m'),
  seq: 1,
  at: instant(0),
  actor: { kind: 'user', userId: UserId.parse('u'), name: 'Operator' },
  commandId: null,
  chamberId: null,
  body,
});
const bringUp = (over: object) => ({
  bringUpId: BringUpId.parse('b'),
  siteId: site,
  requestedAt: instant(1_000),
  by: 'Chair',
  state: 'established' as const,
  facts: {
    pushedAt: null,
    layoutAt: null,
    chairSeesAt: null,
    chairHearsAt: null,
    siteSeesAt: null,
    siteHearsAt: null,
  },
  establishedAt: instant(13_400),
  endedAt: null,
  limitMs: 30_000,
  breached: false,
  ...over,
});
const say = (body: ConferenceEvent['body'], language: 'vi' | 'en' = 'vi') =>
  logLine(anEvent(body), names, translator(language === 'vi' ? vi : en), language);

describe('the running log in words', () => {
  test('names the site on air, and those of a grid', () => {
    expect(
      say({
        type: 'stage.changed',
        cause: 'take',
        siteId: site,
        stage: stage({ broadcast: fullScreenOf(site) }),
      })?.text,
    ).toBe('Lên hình: Xã A');
    const grid = layoutOf('grid4', [site, SiteId.parse('B')]);
    expect(
      say({ type: 'stage.changed', cause: 'take', siteId: site, stage: stage({ broadcast: grid }) })?.text,
    ).toBe('Lên hình: lưới 4: Xã A, Xã B');
  });

  test('says who did it', () => {
    expect(say({ type: 'stage.changed', cause: 'floorCleared', siteId: null, stage: stage() })?.by).toBe(
      'Operator',
    );
  });

  test('[R-CDT-02] tells the measured time and whether it was in time', () => {
    expect(say({ type: 'bringUp.changed', bringUp: bringUp({}) })).toMatchObject({
      text: 'Xã A: đủ hình và tiếng hai chiều sau 12,4 giây, đạt',
      tone: 'good',
    });
    expect(
      say(
        { type: 'bringUp.changed', bringUp: bringUp({ breached: true, establishedAt: instant(41_000) }) },
        'en',
      ),
    ).toMatchObject({
      text: 'Xã A: seen and heard both ways after 40.0 s, too late',
      tone: 'alarm',
    });
  });

  test('[R-MON-03] a drop and its end are told with their duration', () => {
    expect(say({ type: 'site.dropped', siteId: site, reason: 'x' })).toMatchObject({ tone: 'attention' });
    expect(say({ type: 'site.returned', siteId: site, awayMs: 6_400 })?.text).toBe(
      'Xã A nối lại sau 6,4 giây',
    );
    expect(
      say({ type: 'link.up', childId: NodeId.parse('c'), parentId: NodeId.parse('p'), awayMs: 8_700 })?.text,
    ).toBe('Nối lại tuyến MCU c – MCU p sau 8,7 giây');
  });

  test('a cue and a single measured fact are no news', () => {
    expect(say({ type: 'stage.changed', cause: 'cue', siteId: site, stage: stage() })).toBeNull();
    expect(
      say({ type: 'bringUp.changed', bringUp: bringUp({ state: 'running', establishedAt: null }) }),
    ).toBeNull();
  });
});
