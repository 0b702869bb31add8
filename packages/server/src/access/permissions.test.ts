import {
  Command,
  type CommandType,
  type Grant,
  type GrantScope,
  MeetingId,
  OrganisationId,
  Role,
} from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { mayCommand } from './permissions.ts';

const commands = Command.options.map((option) => option.shape.type.value);
const province = siteId('province');
const commune = siteId('commune');
const [city, district] = [OrganisationId.parse('o-city'), OrganisationId.parse('o-district')];
const here = { meetingId: MeetingId.parse('m1'), siteId: province, organisationPath: [district, city] };

/** Every scope there is that reaches the meeting, and the same kinds that do not. */
const reaching: GrantScope[] = [
  { kind: 'installation' },
  { kind: 'organisation', organisationId: city },
  { kind: 'organisation', organisationId: district },
  { kind: 'site', siteId: province },
  { kind: 'meeting', meetingId: MeetingId.parse('m1') },
];
const missing: GrantScope[] = [
  { kind: 'organisation', organisationId: OrganisationId.parse('o-other') },
  { kind: 'site', siteId: commune },
  { kind: 'meeting', meetingId: MeetingId.parse('m2') },
];

const layout: CommandType[] = [
  'stage.take',
  'polling.start',
  'polling.stop',
  'panePlan.save',
  'panePlan.drop',
  'cue.set',
  'stage.undo',
  'caption.set',
];
const mainPicture: CommandType[] = [
  'floor.grant',
  'floor.withdraw',
  'floor.clear',
  'floor.setFollow',
  'sound.setGain',
];
const content: CommandType[] = ['content.show', 'content.stop'];
const conduct: CommandType[] = [
  'meeting.start',
  'meeting.end',
  'site.invite',
  'site.remove',
  'bringUp.perform',
  'bringUp.setAutomatic',
  'chambers.plan',
  'chambers.split',
  'chambers.merge',
  'site.move',
  'site.setAside',
  'site.bringBack',
  'plan.save',
  'meeting.reset',
  'sites.recall',
  'script.takeUp',
  'script.advance',
  'script.depart',
  'speak.request',
  'speak.withdraw',
  'connect.call',
  'connect.try',
  'connect.introduce',
  'connect.contact',
  'connect.waive',
  'connect.step',
  'connect.ready',
  'report.write',
  'attendance.note',
  'help.ask',
  'help.take',
  'help.override',
  'help.close',
  'camera.recall',
  'camera.turn',
  'recording.start',
  'recording.stop',
  'talk.call',
  'talk.end',
  'talk.dismiss',
  'post.takeOver',
  'door.admit',
  'door.refuse',
  'node.relieve',
  'node.reinstate',
];
const calls: CommandType[] = [
  'bringUp.request',
  'bringUp.release',
  'speak.grant',
  'speak.decline',
  'speak.finish',
  'speak.arrange',
  'attendance.ask',
  'direction.send',
];

test('the groups below are all commands there are', () => {
  expect([...layout, ...mainPicture, ...content, ...conduct, ...calls].sort()).toEqual([...commands].sort());
});

describe.each(commands)('%s', (command) => {
  test.each(reaching)(
    '[AC-1] [R-MCU-14] is given by an operator whose scope reaches the chair: %o',
    (scope) => {
      expect(mayCommand([{ role: 'operator', scope }], command, here)).toBe(true);
    },
  );
  test.each(missing)('[R-MCU-14] a delegated controller cannot touch another session: %o', (scope) => {
    expect(mayCommand([{ role: 'operator', scope }], command, here)).toBe(false);
  });
  test('is given by nobody without a grant', () => {
    expect(mayCommand([], command, here)).toBe(false);
  });
  test('[R-MCU-14] a second grant counts as the first does', () => {
    const grants: Grant[] = [
      { role: 'technician', scope: { kind: 'site', siteId: commune } },
      { role: 'operator', scope: { kind: 'meeting', meetingId: MeetingId.parse('m1') } },
    ];
    expect(mayCommand(grants, command, here)).toBe(true);
  });
});

const others = Role.options.filter((role) => role !== 'operator');
describe.each(others)('%s', (role) => {
  const may = (command: CommandType, scope: GrantScope) => mayCommand([{ role, scope }], command, here);
  const never = (command: CommandType) => [...reaching, ...missing].every((scope) => !may(command, scope));

  test.each(layout)('[R-CDT-04] [AC-3] does not change frames: %s', (command) => {
    expect(never(command)).toBe(true);
  });
  test.each(mainPicture)('[R-CDT-05] [AC-3] does not change floor and main picture: %s', (command) => {
    expect(never(command)).toBe(true);
  });
  test.each(content)('[R-CDT-11] [AC-3] does not release slides and video: %s', (command) => {
    expect(never(command)).toBe(true);
  });
  test.each(conduct)('[AC-3] does not conduct: %s', (command) => {
    expect(never(command)).toBe(true);
  });
  test.each(calls)(
    `[R-CDT-02] [AC-2] ${role === 'chair' ? 'calls by the own button' : 'does not call'}: %s`,
    (command) => {
      const isChair = role === 'chair';
      expect(may(command, { kind: 'site', siteId: province })).toBe(isChair);
      expect(may(command, { kind: 'meeting', meetingId: MeetingId.parse('m1') })).toBe(isChair);
      expect(may(command, { kind: 'installation' })).toBe(false);
      expect(may(command, { kind: 'organisation', organisationId: district })).toBe(false);
      expect(missing.some((scope) => may(command, scope))).toBe(false);
    },
  );
});
