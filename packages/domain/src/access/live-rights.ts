import type { CommandType, HeldGrant, LiveParty, LiveRight, LiveRules } from '@nhipcau/contracts';
import { covers, type Place } from './permissions.ts';

/**
 * Which cell of the table of rights a live command belongs to; `session`: the table does not speak of it, whoever conducts
 * the meeting gives it (R-CDT-13).
 */
const rightOfCommand = {
  'meeting.start': 'session',
  'meeting.end': 'session',
  'site.invite': 'administration',
  'site.remove': 'administration',
  'chambers.plan': 'administration',
  'chambers.split': 'administration',
  'chambers.merge': 'administration',
  'site.move': 'administration',
  'site.setAside': 'administration',
  'site.bringBack': 'administration',
  'plan.save': 'administration',
  'meeting.reset': 'administration',
  'sites.recall': 'administration',
  'cue.set': 'layout',
  'stage.take': 'layout',
  'panePlan.save': 'layout',
  'panePlan.drop': 'layout',
  'polling.start': 'layout',
  'polling.stop': 'layout',
  'stage.undo': 'layout',
  'caption.set': 'layout',
  'content.show': 'layout',
  'content.stop': 'layout',
  'floor.setFollow': 'layout',
  'script.takeUp': 'layout',
  'script.advance': 'layout',
  'script.depart': 'layout',
  'speak.grant': 'layout',
  'speak.finish': 'layout',
  'bringUp.request': 'layout',
  'bringUp.release': 'layout',
  'bringUp.perform': 'cascade',
  'bringUp.setAutomatic': 'cascade',
  'node.relieve': 'cascade',
  'node.reinstate': 'cascade',
  'floor.grant': 'sound',
  'floor.withdraw': 'sound',
  'floor.clear': 'sound',
  'sound.setGain': 'sound',
  'camera.recall': 'camera',
  'camera.turn': 'camera',
  'speak.request': 'session',
  'speak.withdraw': 'session',
  'speak.decline': 'session',
  'speak.arrange': 'session',
  'connect.call': 'session',
  'connect.try': 'session',
  'connect.introduce': 'session',
  'connect.contact': 'session',
  'connect.waive': 'session',
  'connect.step': 'session',
  'connect.ready': 'session',
  'report.write': 'session',
  'direction.send': 'session',
  'attendance.ask': 'session',
  'attendance.note': 'session',
  'help.ask': 'session',
  'help.take': 'session',
  'help.override': 'session',
  'help.close': 'session',
  'talk.call': 'session',
  'talk.end': 'session',
  'talk.dismiss': 'session',
  'post.takeOver': 'session',
  'door.admit': 'administration',
  'door.refuse': 'administration',
  'recording.start': 'session',
  'recording.stop': 'session',
} as const satisfies Record<CommandType, LiveRight | 'session'>;

export const liveRightOf = (command: CommandType): LiveRight | 'session' => rightOfCommand[command];

/** As whom somebody with these grants stands in a meeting whose chair sits at `place`. */
export function partiesOf(grants: readonly HeldGrant[], place: Place): ReadonlySet<LiveParty> {
  const reaching = grants.filter((grant) => grant.role === 'operator' && covers(grant, place));
  const parties = new Set<LiveParty>();
  for (const { scope } of reaching) {
    parties.add('operator');
    parties.add(scope.kind === 'installation' ? 'centre' : 'chairSite');
  }
  return parties;
}

export interface Standing {
  readonly parties: ReadonlySet<LiveParty>;
  /** Somebody holds the control of the chair site; else the centre acts in its place (HN Đ10, default). */
  readonly chairSiteHeld: boolean;
  /** The person has an intervention in hand (R-CDT-14). */
  readonly hasHelp: boolean;
}

/** `override`: only because an intervention is in hand. */
export type LiveVerdict = 'allowed' | 'override' | 'refused';

/**
 * Whether an operator may give a command by the table of the locality.
 *
 * @rule RT-1, RT-2, RT-3, RT-4 (R-CDT-13, R-CDT-14)
 */
export function liveVerdict(
  command: CommandType,
  { rights, override }: Pick<LiveRules, 'rights' | 'override'>,
  { parties, chairSiteHeld, hasHelp }: Standing,
): LiveVerdict {
  if (parties.size === 0) return 'refused';
  if (command === 'help.take' || command === 'help.override') {
    const mayOverride = override !== null && parties.has(override.party);
    return mayOverride && (command === 'help.take' || !override.onRequest) ? 'allowed' : 'refused';
  }
  if (command === 'help.ask') return override === null ? 'refused' : 'allowed';
  const right = liveRightOf(command);
  if (right === 'session') return 'allowed';
  const { holders } = rights[right];
  if (holders.some((holder) => parties.has(holder))) return 'allowed';
  const standsIn = holders.includes('chairSite') && !chairSiteHeld && parties.has('centre');
  if (standsIn) return 'allowed';
  return hasHelp && override !== null && parties.has(override.party) ? 'override' : 'refused';
}
