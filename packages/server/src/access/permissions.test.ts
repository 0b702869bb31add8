import { Command, type CommandType, Role } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { can } from './permissions.ts';

const commands = Command.options.map((option) => option.shape.type.value);
const here = { siteId: 'province', chairSiteId: 'province' };
const elsewhere = { siteId: 'commune', chairSiteId: 'province' };

const layout: CommandType[] = ['stage.take', 'cue.set', 'stage.undo', 'caption.set'];
const mainPicture: CommandType[] = ['floor.grant', 'floor.withdraw', 'floor.clear', 'floor.setFollow'];
const content: CommandType[] = ['content.show', 'content.stop'];
const conduct: CommandType[] = [
  'meeting.start',
  'meeting.end',
  'site.invite',
  'site.remove',
  'bringUp.perform',
  'bringUp.setAutomatic',
];
const calls: CommandType[] = ['bringUp.request', 'bringUp.release'];

test('the groups below are all commands there are', () => {
  expect([...layout, ...mainPicture, ...content, ...conduct, ...calls].sort()).toEqual([...commands].sort());
});

test.each(commands)('[AC-1] the operator gives %s', (command) => {
  expect(can('operator', command, { siteId: null, chairSiteId: 'province' })).toBe(true);
});

const others = Role.options.filter((role) => role !== 'operator');
describe.each(others)('%s', (role) => {
  test.each(layout)('[R-CDT-04] [AC-3] does not change frames: %s', (command) => {
    expect(can(role, command, here)).toBe(false);
  });
  test.each(mainPicture)('[R-CDT-05] [AC-3] does not change floor and main picture: %s', (command) => {
    expect(can(role, command, here)).toBe(false);
  });
  test.each(content)('[R-CDT-11] [AC-3] does not release slides and video: %s', (command) => {
    expect(can(role, command, here)).toBe(false);
  });
  test.each(conduct)('[AC-3] does not conduct: %s', (command) => {
    expect(can(role, command, here)).toBe(false);
  });
  test.each(calls)(
    `[R-CDT-02] [AC-2] ${role === 'chair' ? 'calls by the own button' : 'does not call'}: %s`,
    (command) => {
      expect(can(role, command, here)).toBe(role === 'chair');
      expect(can(role, command, elsewhere)).toBe(false);
    },
  );
});
