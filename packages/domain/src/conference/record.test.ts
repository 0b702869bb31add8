import {
  ChamberId,
  instant,
  type LateRequest,
  type NodeId,
  RecordingId,
  type RunningRecording,
} from '@nhipcau/contracts';
import {
  aLayout,
  aNode,
  aPlan,
  aStage,
  aTree,
  MeetingInHand,
  meetingId,
  nodeId,
  siteId,
  userId,
} from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import type { DecisionContext } from './decision.ts';
import { decide, planOf } from './lifecycle.ts';
import { applyRecording, moveRecording, recorderFor, recordingPermit } from './record.ts';
import { viewOf } from './seat-view.ts';
import { subscriptionsOf } from './subscriptions.ts';

const NOW = { askedBy: 'Chánh Văn phòng', reason: 'Chủ toạ yêu cầu ghi lại' };
const late = (kind: LateRequest['answer']['kind']): LateRequest => ({
  services: ['recording'],
  askedAt: instant(1),
  answer: kind === 'open' ? { kind } : { kind, at: instant(2), by: 'x', reason: null },
});
const recordingId = RecordingId.parse('r1');
const [cp, hb, dabac] = [nodeId('cp'), nodeId('hb'), nodeId('hb-dabac')];
const { roster, tree } = aPlan();
const running: RunningRecording = {
  recordingId,
  nodeId: hb,
  startedAt: instant(1),
  startedBy: 'Điều hành',
  hasBegun: false,
  troubles: [],
};

describe('whether a meeting may be recorded', () => {
  test.each([
    ['asked for in time', { isAsked: true, lateRequest: null }, null, 'ok'],
    ['not asked for', { isAsked: false, lateRequest: null }, null, 'RECORDING_NOT_REQUESTED'],
    ['asked for in the meeting by somebody who is named', { isAsked: false, lateRequest: null }, NOW, 'ok'],
    [
      'asked for late, not consented to yet',
      { isAsked: true, lateRequest: late('open') },
      null,
      'RECORDING_NOT_CONSENTED',
    ],
    ['asked for late, and again in the meeting', { isAsked: true, lateRequest: late('open') }, NOW, 'ok'],
    ['asked for late and consented to', { isAsked: true, lateRequest: late('consented') }, null, 'ok'],
    ['declined', { isAsked: true, lateRequest: late('declined') }, null, 'RECORDING_DECLINED'],
    [
      'declined, and asked for again',
      { isAsked: true, lateRequest: late('declined') },
      NOW,
      'RECORDING_DECLINED',
    ],
  ] as const)('[RD-1] [R-REC-01] %s', (_, wish, now, expected) => {
    const permit = recordingPermit(wish, now);
    expect(permit.ok ? 'ok' : permit.error.code).toBe(expected);
  });
});

describe('who records', () => {
  const among = (...heard: string[]) =>
    recorderFor({ roster, tree }, siteId('province'), (id) => heard.includes(id));

  test('[RD-3] the node of the chair, else the nearest above it, else any, else nobody', () => {
    expect(among('cp', 'hb', 'hb-dabac')).toBe(hb);
    expect(among('cp', 'hb-dabac')).toBe(cp);
    expect(among('hb-dabac')).toBe(dabac);
    expect(among()).toBeNull();
  });

  test('[RD-3] the gate of another installation never does', () => {
    const gate = { ...aNode('hb:prov', 'cp'), trunk: { dials: null, offers: [] } };
    const isHeard = (id: NodeId) => id === gate.nodeId;
    expect(recorderFor({ roster, tree: [...tree, gate] }, siteId('province'), isHeard)).toBeNull();
  });

  test('[RD-3] another node goes on when the one that records is lost, and only then', () => {
    const state = { ...MeetingInHand.live().state, recording: { ...running, hasBegun: true } };
    expect(moveRecording(state, () => true)).toEqual([]);
    expect(moveRecording(state, (id) => id !== hb)).toEqual([
      { type: 'recording.moved', recordingId, nodeId: cp },
    ]);
    expect(moveRecording(state, () => false)).toEqual([]);
  });
});

const notHere = (): never => {
  throw new Error('nothing of the kind here');
};

describe('a recording in the log', () => {
  const context = (meeting: MeetingInHand): DecisionContext => ({
    now: instant(5),
    actor: { userId: userId('u'), name: 'Điều hành' },
    newBringUpId: notHere,
    newHelpId: notHere,
    newDirectionId: notHere,
    newSpeakRequestId: notHere,
    planned: { chairSiteId: siteId('province'), roster: meeting.state.roster, tree, bringUpLimitMs: null },
    invitable: () => ({ ok: false, error: { code: 'SITE_UNKNOWN', facts: {} } }),
    recording: {
      wish: { isAsked: true, lateRequest: null },
      isHeard: () => true,
      newRecordingId: () => recordingId,
    },
  });

  test('[R-REC-01] it starts once, the plan names its node, and it ends with the meeting', () => {
    const meeting = MeetingInHand.live();
    const started = decide(meeting.state, { type: 'recording.start', late: null }, context(meeting));
    if (!started.ok) throw new Error(started.error.code);
    const [body] = started.value;
    if (!body) throw new Error('no event');
    const event = {
      meetingId: meetingId('m1'),
      seq: meeting.state.seq + 1,
      at: instant(5),
      actor: { kind: 'user' as const, userId: userId('u'), name: 'Điều hành' },
      commandId: null,
      chamberId: null,
      body,
    };
    const state = apply(meeting.state, event);
    expect(planOf(state)?.recording).toEqual({ recordingId, nodeId: hb });
    expect(state.recording).toMatchObject({ hasBegun: false, startedBy: 'Điều hành' });
    expect(decide(state, { type: 'recording.start', late: null }, context(meeting))).toEqual({
      ok: true,
      value: [],
    });
    const ended = decide(state, { type: 'meeting.end' }, context(meeting));
    expect(ended.ok && ended.value.map(({ type }) => type)).toEqual(['recording.stopped', 'meeting.ended']);
  });

  test('[RD-5] troubles of sources come and go, and those of another node than the present are not its own', () => {
    const at = { actor: { kind: 'node', nodeId: hb }, at: instant(1) } as const;
    const running = {
      recordingId,
      nodeId: hb,
      startedAt: 1,
      startedBy: '',
      hasBegun: false,
      troubles: [],
    } as never;
    const who = { siteId: siteId('commune'), source: 'camera' } as const;
    const troubled = applyRecording(running, { type: 'recording.troubled', ...who, trouble: 'stalled' }, at);
    expect(troubled?.troubles).toEqual([{ ...who, trouble: 'stalled' }]);
    expect(applyRecording(troubled, { type: 'recording.recovered', ...who }, at)?.troubles).toEqual([]);
    expect(applyRecording(running, { type: 'recording.began', recordingId, nodeId: cp }, at)?.hasBegun).toBe(
      false,
    );
    expect(applyRecording(running, { type: 'recording.began', recordingId, nodeId: hb }, at)?.hasBegun).toBe(
      true,
    );
  });
});

describe('what the recorder sees', () => {
  const stage = aStage({
    broadcast: aLayout('grid4', 'province', 'commune'),
    chairView: aLayout('full', 'district'),
    floor: [siteId('province'), siteId('commune')],
    content: siteId('province'),
    cue: [{ siteId: siteId('government'), target: 'chairView' }],
  });
  const plan = aPlan({ stage, tree: aTree(), recording: { recordingId, nodeId: hb } });

  test('[RD-4] what everybody sees and hears, and nothing that is for the chair alone', () => {
    const keys = subscriptionsOf(plan, { kind: 'recorder' }).map(
      ({ siteId: site, source }) => `${site}/${source}`,
    );
    expect(keys.sort()).toEqual([
      'commune/camera',
      'commune/mic',
      'province/camera',
      'province/content',
      'province/mic',
    ]);
  });

  test('[RD-4] [R-REC-01] every room of the common room is told, a chamber is not recorded', () => {
    const told = (site: string) => viewOf(plan, { kind: 'site', siteId: siteId(site) }).recording;
    expect(['government', 'province', 'district', 'commune'].map(told)).toEqual([true, true, true, true]);
    expect(viewOf({ ...plan, recording: null }, { kind: 'monitor' }).recording).toBe(false);
    const chamber = {
      chamberId: ChamberId.parse('ch1'),
      name: 'Huyện',
      kind: 'private' as const,
      chairSiteId: siteId('district'),
      members: [siteId('district'), siteId('commune')],
      stage: aStage(),
    };
    expect(
      viewOf({ ...plan, chambers: [chamber] }, { kind: 'site', siteId: siteId('commune') }).recording,
    ).toBe(false);
  });
});
