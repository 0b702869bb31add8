import type { Command, CommandType } from '@nhipcau/contracts';

/** Commands about the meeting as a whole. */
const ofMeeting = [
  'meeting.start',
  'meeting.end',
  'site.invite',
  'site.remove',
  'chambers.plan',
  'chambers.split',
  'chambers.merge',
  'site.move',
  'site.setAside',
  'site.bringBack',
  'plan.save',
  'meeting.reset',
  'sites.recall',
  'connect.call',
  'connect.try',
  'connect.introduce',
  'connect.contact',
  'connect.waive',
  'connect.step',
  'connect.ready',
  'report.write',
  'direction.send',
  'attendance.ask',
  'attendance.note',
  'help.ask',
  'help.take',
  'help.override',
  'help.close',
  'script.takeUp',
  'script.advance',
  'script.depart',
  'talk.call',
  'talk.end',
  'talk.dismiss',
  'post.takeOver',
  'panePlan.save',
  'panePlan.drop',
  'polling.start',
  'polling.stop',
  'door.admit',
  'door.refuse',
  'camera.recall',
  'camera.turn',
  'recording.start',
  'recording.stop',
  'node.relieve',
  'node.reinstate',
] as const satisfies readonly CommandType[];
type MeetingCommandType = (typeof ofMeeting)[number];

/** Commands about the stage of one room, not about the meeting as a whole. */
export type StageCommand = Exclude<Command, { type: MeetingCommandType }>;

/** Whether a command is about the stage of one room. */
export const isOfStage = (command: Command): command is StageCommand =>
  !ofMeeting.some((type) => type === command.type);
