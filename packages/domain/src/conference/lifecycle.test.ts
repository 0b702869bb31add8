import {
  ChamberId,
  type Command,
  type CommandType,
  ConferenceEvent,
  ConferenceState,
  type ErrorCode,
  HelpId,
  KnockId,
  SpeakRequestId,
  TalkDeskId,
} from '@nhipcau/contracts';
import {
  aCue,
  aLayout,
  aNode,
  aPlan,
  aSite,
  everythingMeasured,
  MeetingInHand,
  nodeId,
  segmentId,
  siteId,
  userId,
} from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { initialState, planOf } from './lifecycle.ts';

const commune = siteId('commune');
const district = siteId('district');
const province = siteId('province');
const government = siteId('government');

/** One sensible command of every type. */
const commands = {
  'meeting.start': { type: 'meeting.start' },
  'meeting.end': { type: 'meeting.end' },
  'site.invite': { type: 'site.invite', siteId: siteId('latecomer') },
  'site.remove': { type: 'site.remove', siteId: commune },
  'cue.set': { type: 'cue.set', cue: [aCue('commune')] },
  'stage.take': { type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'commune') },
  'polling.start': {
    type: 'polling.start',
    target: 'broadcast',
    everyMs: 10_000,
    siteIds: [commune, district],
  },
  'polling.stop': { type: 'polling.stop' },
  'panePlan.save': { type: 'panePlan.save', name: 'Toàn cảnh', target: 'broadcast' },
  'panePlan.drop': { type: 'panePlan.drop', name: 'Toàn cảnh' },
  'floor.grant': { type: 'floor.grant', siteId: commune },
  'floor.withdraw': { type: 'floor.withdraw', siteId: commune },
  'floor.clear': { type: 'floor.clear' },
  'floor.setFollow': { type: 'floor.setFollow', follow: false },
  'content.show': { type: 'content.show', siteId: province },
  'content.stop': { type: 'content.stop' },
  'bringUp.request': { type: 'bringUp.request', siteId: commune },
  'bringUp.perform': { type: 'bringUp.perform', siteId: commune },
  'bringUp.release': { type: 'bringUp.release', siteId: commune },
  'bringUp.setAutomatic': { type: 'bringUp.setAutomatic', automatic: false },
  'caption.set': { type: 'caption.set', text: 'Phiên họp' },
  'stage.undo': { type: 'stage.undo' },
  'chambers.plan': {
    type: 'chambers.plan',
    chambers: [
      { chamberId: ChamberId.parse('ch1'), name: 'Huyện', chairSiteId: commune, members: [commune] },
    ],
  },
  'chambers.split': { type: 'chambers.split', chamberIds: [] },
  'chambers.merge': { type: 'chambers.merge', chamberIds: [] },
  'site.move': { type: 'site.move', siteId: commune, chamberId: null },
  'site.setAside': { type: 'site.setAside', siteId: commune },
  'site.bringBack': { type: 'site.bringBack', siteId: commune },
  'plan.save': { type: 'plan.save' },
  'meeting.reset': { type: 'meeting.reset' },
  'sites.recall': { type: 'sites.recall', siteIds: [commune] },
  'sound.setGain': { type: 'sound.setGain', siteId: commune, db: -6 },
  'speak.request': { type: 'speak.request', siteId: commune, person: 'Chủ tịch xã' },
  'speak.withdraw': { type: 'speak.withdraw', requestId: SpeakRequestId.parse('wish-1') },
  'speak.decline': { type: 'speak.decline', requestId: SpeakRequestId.parse('wish-1') },
  'speak.grant': { type: 'speak.grant', requestId: SpeakRequestId.parse('wish-1'), limitMs: 300_000 },
  'speak.finish': { type: 'speak.finish', requestId: SpeakRequestId.parse('wish-1') },
  'speak.arrange': { type: 'speak.arrange', requestIds: [] },
  'report.write': { type: 'report.write', siteId: commune, text: 'Âm thanh tốt' },
  'direction.send': { type: 'direction.send', siteIds: [commune], text: 'Bật đèn phòng họp' },
  'attendance.ask': { type: 'attendance.ask', siteIds: [commune] },
  'attendance.note': { type: 'attendance.note', siteId: commune, count: 3, people: '' },
  'help.ask': { type: 'help.ask', text: 'Mất hình điểm cầu chính' },
  'help.take': { type: 'help.take', helpId: HelpId.parse('help-1') },
  'help.override': { type: 'help.override', text: 'Sự cố hệ thống' },
  'help.close': { type: 'help.close', helpId: HelpId.parse('help-1') },
  'connect.call': { type: 'connect.call', siteIds: [commune] },
  'connect.try': { type: 'connect.try', siteId: commune, sound: 'good', picture: 'poor' },
  'connect.introduce': {
    type: 'connect.introduce',
    siteId: commune,
    name: 'Cán bộ kỹ thuật',
    phone: '0900 000 101',
  },
  'connect.contact': { type: 'connect.contact', siteId: commune, whom: 'Cán bộ kỹ thuật' },
  'connect.waive': { type: 'connect.waive', siteId: commune, reason: 'Mất điện' },
  'connect.step': { type: 'connect.step', key: 'call', waiver: null },
  'connect.ready': { type: 'connect.ready' },
  'script.takeUp': { type: 'script.takeUp' },
  'script.advance': { type: 'script.advance', segmentId: segmentId(0) },
  'script.depart': { type: 'script.depart', segmentId: segmentId(0), reason: 'Chủ tọa yêu cầu' },
  'talk.call': {
    type: 'talk.call',
    deskId: TalkDeskId.parse('desk.one-desk'),
    siteIds: [siteId('district')],
  },
  'talk.end': { type: 'talk.end', deskId: TalkDeskId.parse('desk.one-desk') },
  'talk.dismiss': { type: 'talk.dismiss', siteId: siteId('district') },
  'post.takeOver': { type: 'post.takeOver', userId: userId('other') },
  'door.admit': {
    type: 'door.admit',
    knockId: KnockId.parse('knock-0001'),
    siteId: siteId('district'),
    reason: 'Đã gọi điện xác nhận',
  },
  'door.refuse': { type: 'door.refuse', knockId: KnockId.parse('knock-0001'), reason: 'Không rõ là ai' },
  'camera.recall': { type: 'camera.recall', siteId: siteId('district'), name: 'Toàn cảnh' },
  'camera.turn': { type: 'camera.turn', siteId: siteId('district') },
  'recording.start': { type: 'recording.start', late: null },
  'recording.stop': { type: 'recording.stop' },
  'node.relieve': { type: 'node.relieve', nodeId: nodeId('hb') },
  'node.reinstate': { type: 'node.reinstate', nodeId: nodeId('hb') },
} as const satisfies { [T in CommandType]: Extract<Command, { type: T }> };

const outcome = (meeting: MeetingInHand, command: Command, by?: string) => {
  const result = meeting.give(command, by);
  return result.ok ? result.value.map((body) => body.type) : result.error.code;
};
const ended = () => {
  const meeting = MeetingInHand.live();
  meeting.give({ type: 'meeting.end' });
  return meeting;
};

describe('which command is taken in which phase', () => {
  test.each(Object.values(commands).filter(({ type }) => type !== 'meeting.start'))(
    '[CD-1] $type is refused before the start and after the end',
    (command) => {
      expect(outcome(new MeetingInHand(), command)).toBe('MEETING_NOT_LIVE');
      expect(outcome(ended(), command)).toBe('MEETING_ENDED');
    },
  );

  test('[CD-1] a meeting starts once', () => {
    expect(outcome(new MeetingInHand(), commands['meeting.start'])).toEqual(['meeting.started']);
    expect(outcome(MeetingInHand.live(), commands['meeting.start'])).toBe('MEETING_ALREADY_LIVE');
    expect(outcome(ended(), commands['meeting.start'])).toBe('MEETING_ENDED');
  });

  test.each<[CommandType, string[] | ErrorCode]>([
    ['meeting.end', ['meeting.ended']],
    ['site.invite', ['site.invited']],
    ['site.remove', ['site.removed']],
    ['cue.set', ['stage.changed']],
    ['stage.take', ['stage.changed']],
    ['polling.start', ['polling.changed']],
    ['polling.stop', []],
    ['panePlan.save', ['panePlan.changed']],
    ['panePlan.drop', []],
    ['floor.grant', ['stage.changed']],
    ['floor.withdraw', []],
    ['floor.clear', []],
    ['floor.setFollow', ['floor.followSet']],
    ['content.show', ['stage.changed']],
    ['content.stop', []],
    ['bringUp.request', ['bringUp.requested', 'stage.changed']],
    ['bringUp.perform', 'BRING_UP_UNKNOWN'],
    ['bringUp.release', 'BRING_UP_UNKNOWN'],
    ['bringUp.setAutomatic', ['bringUp.automaticSet']],
    ['caption.set', ['stage.changed']],
    ['stage.undo', 'NOTHING_TO_UNDO'],
    ['chambers.plan', ['chambers.changed']],
    ['chambers.split', 'CHAMBER_UNKNOWN'],
    ['chambers.merge', 'CHAMBER_UNKNOWN'],
    ['site.move', []],
    ['site.setAside', ['chambers.changed']],
    ['site.bringBack', []],
    ['plan.save', []],
    ['meeting.reset', ['meeting.reset']],
    ['sites.recall', ['sites.recalled']],
    ['sound.setGain', ['stage.changed']],
    ['speak.request', ['speak.changed']],
    ['speak.withdraw', 'SPEAK_REQUEST_UNKNOWN'],
    ['speak.decline', 'SPEAK_REQUEST_UNKNOWN'],
    ['speak.grant', 'SPEAK_REQUEST_UNKNOWN'],
    ['speak.finish', 'SPEAK_REQUEST_UNKNOWN'],
    ['speak.arrange', []],
    ['report.write', ['report.written']],
    ['direction.send', ['direction.sent']],
    ['attendance.ask', ['attendance.asked']],
    ['attendance.note', ['attendance.given']],
    ['help.ask', ['help.changed']],
    ['help.take', 'HELP_UNKNOWN'],
    ['help.override', ['help.changed']],
    ['help.close', 'HELP_UNKNOWN'],
    ['connect.call', ['connect.queued']],
    ['connect.try', ['connect.recorded']],
    ['connect.introduce', ['connect.recorded']],
    ['connect.contact', ['connect.recorded']],
    ['connect.waive', ['connect.recorded']],
    ['connect.step', 'CONNECT_STEP_UNKNOWN'],
    ['connect.ready', ['connect.ready']],
    ['script.takeUp', 'SCRIPT_NOT_APPROVED'],
    ['script.advance', 'SCRIPT_NOT_APPROVED'],
    ['script.depart', 'SCRIPT_NOT_APPROVED'],
    ['camera.recall', ['camera.recalled']],
    ['camera.turn', ['camera.turned']],
    ['recording.start', 'RECORDING_NOT_REQUESTED'],
    ['recording.stop', []],
    ['node.relieve', 'STANDBY_NOT_DECLARED'],
    ['node.reinstate', 'NODE_NOT_RELIEVED'],
  ])('[CD-1] what %s brings about in a meeting that has just begun', (type, expected) => {
    expect(outcome(MeetingInHand.live(), commands[type])).toEqual(expected);
  });

  test.each<[CommandType, string[] | ErrorCode]>([
    ['site.invite', 'SITE_IN_MEETING'],
    ['site.remove', 'SITE_UNKNOWN'],
    ['cue.set', []],
    ['stage.take', []],
    ['polling.start', []],
    ['polling.stop', []],
    ['panePlan.save', []],
    ['panePlan.drop', []],
    ['floor.grant', []],
    ['floor.withdraw', []],
    ['floor.clear', []],
    ['floor.setFollow', []],
    ['content.show', []],
    ['content.stop', []],
    ['bringUp.request', 'BRING_UP_RUNNING'],
    ['bringUp.release', 'BRING_UP_UNKNOWN'],
    ['bringUp.setAutomatic', []],
    ['caption.set', []],
    ['stage.undo', 'NOTHING_TO_UNDO'],
    ['chambers.plan', []],
    ['chambers.split', []],
    ['chambers.merge', []],
    ['site.move', []],
    ['site.setAside', []],
    ['site.bringBack', []],
    ['plan.save', []],
    ['meeting.reset', []],
    ['sites.recall', []],
    ['direction.send', []],
    ['attendance.ask', []],
    ['attendance.note', []],
    ['help.ask', []],
    ['help.override', []],
    ['help.take', []],
    ['help.close', []],
    ['connect.call', []],
    ['connect.try', []],
    ['connect.introduce', []],
    ['connect.contact', []],
    ['connect.waive', []],
    ['connect.ready', []],
    ['sound.setGain', []],
    ['speak.request', []],
    ['speak.withdraw', []],
    ['speak.decline', []],
    ['speak.grant', []],
    ['speak.finish', []],
    ['speak.arrange', []],
  ])('[CD-3] %s given twice changes nothing the second time', (type, expected) => {
    const meeting = MeetingInHand.live();
    if (type.startsWith('speak.') && type !== 'speak.request') meeting.give(commands['speak.request']);
    if (type === 'speak.finish') meeting.give(commands['speak.grant']);
    if (type === 'help.take' || type === 'help.close') meeting.give(commands['help.ask']);
    if (type === 'bringUp.release') meeting.give(commands['bringUp.request']);
    if (type === 'stage.undo') meeting.give(commands['caption.set']);
    if (type === 'chambers.split' || type === 'chambers.merge') meeting.give(commands['chambers.plan']);
    if (type === 'site.bringBack') meeting.give(commands['site.setAside']);
    meeting.give(commands[type]);
    const after = meeting.state;
    expect(outcome(meeting, commands[type])).toEqual(expected);
    expect(meeting.state).toEqual(after);
  });
});

describe('the start', () => {
  test('[FL-1] the chair is on air and heard, nobody else; the plan follows', () => {
    const meeting = MeetingInHand.live();
    expect(meeting.stage).toMatchObject({
      broadcast: aLayout('full', 'province'),
      chairView: aLayout('grid4'),
      floor: ['province'],
      called: [],
      content: null,
    });
    expect(planOf(meeting.state)).toMatchObject({ chairSiteId: 'province', tree: aPlan().tree });
    expect(planOf(ended().state)).toBeNull();
    expect(planOf(initialState())).toBeNull();
  });

  test.each<[string, ConstructorParameters<typeof MeetingInHand>[0], ErrorCode]>([
    ['the chair is not invited', { plan: aPlan({ chairSiteId: siteId('stranger') }) }, 'SITE_UNKNOWN'],
    ['there is no node', { plan: aPlan({ tree: [] }) }, 'TOPOLOGY_INVALID'],
    [
      'a site stands on no node',
      { plan: aPlan({ tree: [aNode('cp', null), aNode('hb', 'cp')] }) },
      'TOPOLOGY_INVALID',
    ],
    [
      'there are too many sites',
      {
        plan: aPlan({
          roster: [
            ...aPlan().roster,
            ...Array.from({ length: 1997 }, (_, at) => aSite(`x${at}`, { number: 1000 + at })),
          ],
        }),
      },
      'ROSTER_FULL',
    ],
  ])('[CD-2] is refused when %s', (_, planned, code) => {
    expect(outcome(new MeetingInHand(planned), { type: 'meeting.start' })).toBe(code);
  });

  test('[CD-2] [R-MCU-05] is refused with a second MCU where the locality has no cascade', () => {
    const meeting = new MeetingInHand({ cascadeAllowed: false });
    expect(outcome(meeting, { type: 'meeting.start' })).toBe('TOPOLOGY_INVALID');
  });
});

describe('sites that come and go', () => {
  test('[CD-2] a site is invited onto a node of the conference only', () => {
    const others = [aSite('far', { nodeId: nodeId('elsewhere') }), aSite('near', { nodeId: nodeId('cp') })];
    const meeting = MeetingInHand.live({ others });
    expect(outcome(meeting, { type: 'site.invite', siteId: siteId('far') })).toBe('TOPOLOGY_INVALID');
    expect(outcome(meeting, { type: 'site.invite', siteId: siteId('near') })).toEqual(['site.invited']);
  });

  test('[LO-5] the chair cannot be removed', () => {
    expect(outcome(MeetingInHand.live(), { type: 'site.remove', siteId: province })).toBe('SITE_IS_CHAIR');
  });

  test('[LO-5] a removed site leaves air, floor, cues and content; the chair is on air instead', () => {
    const roster = aPlan().roster.map((entry) => ({ ...entry, mayPresent: true }));
    const meeting = MeetingInHand.live({ plan: aPlan({ roster }) });
    meeting.give({ type: 'floor.grant', siteId: commune });
    meeting.give({ type: 'content.show', siteId: commune });
    meeting.give({ type: 'cue.set', cue: [aCue('commune', 'chairView'), aCue('district')] });
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('pip', 'content', 'commune') });
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(meeting.stage).toEqual({
      broadcast: aLayout('full', 'province'),
      chairView: aLayout('full'),
      floor: ['province'],
      content: null,
      cue: [aCue('district')],
      called: [],
      captions: [],
      gains: [],
    });
  });

  test('[LO-5] a called site that is removed gives the chair its former view back, and its call is over', () => {
    const meeting = MeetingInHand.live();
    meeting.give({
      type: 'stage.take',
      target: 'chairView',
      layout: aLayout('grid4', 'commune', 'district'),
    });
    meeting.give({ type: 'bringUp.request', siteId: commune });
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(meeting.stage).toMatchObject({ chairView: aLayout('grid4', '-', 'district'), called: [] });
    expect(meeting.state.bringUps[0]).toMatchObject({ state: 'abandoned', endedAt: meeting.now });
  });

  test("[LO-5] the kept chair's view forgets a site that leaves during a call", () => {
    const meeting = MeetingInHand.live();
    meeting.give({
      type: 'stage.take',
      target: 'chairView',
      layout: aLayout('grid4', 'district', 'government'),
    });
    meeting.give({ type: 'bringUp.request', siteId: commune });
    meeting.give({ type: 'site.remove', siteId: district });
    meeting.give({ type: 'bringUp.release', siteId: commune });
    expect(meeting.stage.chairView).toEqual(aLayout('grid4', '-', 'government'));
  });
});

test('[CD-8] commands about a site that is not in the meeting are refused', () => {
  const stranger = siteId('stranger');
  for (const command of [
    { type: 'floor.grant', siteId: stranger },
    { type: 'floor.withdraw', siteId: stranger },
    { type: 'content.show', siteId: stranger },
    { type: 'bringUp.request', siteId: stranger },
    { type: 'cue.set', cue: [aCue('stranger')] },
    { type: 'stage.take', target: 'chairView', layout: aLayout('grid4', 'commune', 'stranger') },
  ] satisfies Command[])
    expect(outcome(MeetingInHand.live(), command)).toBe('SITE_UNKNOWN');
});

test('[CD-6] the end of the meeting closes open calls and leaves nothing to undo', () => {
  const meeting = MeetingInHand.live();
  meeting.give({ type: 'bringUp.request', siteId: commune });
  meeting.wait(5_000).look({ commune: everythingMeasured });
  expect(outcome(meeting.wait(1_000), { type: 'meeting.end' })).toEqual(['bringUp.changed', 'meeting.ended']);
  expect(meeting.state).toMatchObject({ phase: 'ended', endedAt: meeting.now, before: null });
  expect(meeting.state.bringUps).toMatchObject([{ state: 'released', endedAt: meeting.now }]);
  expect(meeting.look({ commune: everythingMeasured })).toEqual([]);
});

test('[CD-7] what only happened is in the log and leaves the state as it is', () => {
  const meeting = MeetingInHand.live();
  const before = meeting.state;
  meeting.write(
    [
      { type: 'site.joined', siteId: commune },
      { type: 'site.dropped', siteId: commune, reason: 'silence' },
      { type: 'site.returned', siteId: commune, awayMs: 1_000 },
      { type: 'site.lost', siteId: commune },
      { type: 'link.down', childId: nodeId('hb'), parentId: nodeId('cp'), reason: 'cut' },
      { type: 'link.up', childId: nodeId('hb'), parentId: nodeId('cp'), awayMs: 10 },
      { type: 'node.lost', nodeId: nodeId('hb') },
      { type: 'node.returned', nodeId: nodeId('hb') },
      { type: 'worker.died', nodeId: nodeId('hb') },
      { type: 'content.refused', siteId: commune },
    ],
    { kind: 'node', nodeId: nodeId('hb') },
  );
  expect(meeting.state).toEqual({ ...before, seq: before.seq + 10 });
});

test('[CD-7] the log through its schema, folded again, is the same meeting', () => {
  const meeting = MeetingInHand.live();
  for (const command of Object.values(commands)) {
    if (command.type === 'meeting.end') continue;
    meeting.wait(700).give(command);
    meeting.look({ commune: { chairSees: true } });
  }
  const stored = meeting.log.map((event) => ConferenceEvent.parse(JSON.parse(JSON.stringify(event))));
  expect(stored.reduce(apply, initialState())).toEqual(meeting.state);
  expect(ConferenceState.parse(JSON.parse(JSON.stringify(meeting.state)))).toEqual(meeting.state);
});

describe('many calls in one meeting', () => {
  test('[BU-10] the state keeps the last 500 calls, and every open one however old', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'bringUp.request', siteId: government });
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    for (let call = 0; call < 600; call += 1)
      meeting.wait(1).give({ type: 'bringUp.request', siteId: call % 2 === 0 ? commune : district });
    expect(meeting.state.bringUps).toHaveLength(500);
    expect(meeting.state.bringUps[0]).toMatchObject({ siteId: 'government', endedAt: null });
    expect(outcome(meeting, { type: 'bringUp.release', siteId: government })).toEqual([
      'bringUp.changed',
      'stage.changed',
    ]);
  });
});
