import { ok } from '@nhipcau/base';
import type {
  Command,
  ConferenceEventBody,
  ConferencePlan,
  ConferenceState,
  Instant,
  SiteId,
} from '@nhipcau/contracts';
import { decideDoor } from '../door/door.ts';
import { attendanceOpen, decideReports } from './attendance.ts';
import { type BringUpMeasure, isOpen, measureBringUp } from './bring-up.ts';
import { endedCalls } from './calls.ts';
import { decideCamera, presetsOf } from './cameras.ts';
import { chamberPlans } from './chambers.ts';
import { isOfStage } from './command-scope.ts';
import { conduct, followOrder } from './conduct.ts';
import { decideConnecting, nothingConnected } from './connecting.ts';
import { type Decision, type DecisionContext, liveOf } from './decision.ts';
import { openDirections, sendDirection } from './directions.ts';
import { divide } from './divide.ts';
import { decideHelp } from './help.ts';
import { recall, reset, savePlan } from './legs.ts';
import { decidePanePlan } from './pane-plans.ts';
import { decidePolling, endsPolling } from './polling.ts';
import { takeOverPost } from './posts.ts';
import { startRecording, stopRecording } from './record.ts';
import { reinstate, relieve, sparesOf } from './relief.ts';
import { speakNotices } from './speech.ts';
import { refuse } from './stage-moves.ts';
import { invite, remove, start } from './taking-part.ts';
import { decideTalk, talkPlans } from './talkback.ts';

/** A meeting before anything happened. */
export function initialState(): ConferenceState {
  return {
    phase: 'scheduled',
    seq: 0,
    chairSiteId: null,
    roster: [],
    tree: [],
    stage: null,
    automaticBringUp: true,
    followFloor: true,
    chairViewBefore: null,
    bringUpLimitMs: null,
    bringUps: [],
    before: null,
    chambers: [],
    barred: [],
    saved: null,
    legs: null,
    runningOrder: null,
    connecting: nothingConnected(),
    connectSteps: [],
    connectContacts: [],
    helps: [],
    talks: [],
    talkAsks: [],
    posts: [],
    missedCalls: [],
    knocks: [],
    attendance: [],
    directions: [],
    cameras: [],
    speakRequests: [],
    speakOrder: [],
    spoken: [],
    floorSince: [],
    recording: null,
    panePlans: [],
    polling: null,
    reliefs: null,
    startedAt: null,
    endedAt: null,
  };
}

/** The media plan that follows from the state; null while the meeting is not live. */
export function planOf(state: ConferenceState): ConferencePlan | null {
  const live = liveOf(state);
  if (live === null) return null;
  const { chairSiteId, stage } = live;
  const { roster, tree, chambers, recording } = state;
  return {
    chairSiteId,
    stage,
    roster,
    tree,
    chambers: chamberPlans(chambers),
    speaking: speakNotices(state),
    waiting: state.connecting.waiting,
    contacts: state.connectContacts,
    barred: state.barred,
    recording: recording && { recordingId: recording.recordingId, nodeId: recording.nodeId },
    attendanceAsked: attendanceOpen(state),
    ...talkPlans(state),
    directions: openDirections(state),
    presets: presetsOf(state),
    spares: sparesOf(state),
  };
}

/** What a command brings about, or why not. Pure: the same input gives the same events. */
export function decide(state: ConferenceState, command: Command, context: DecisionContext): Decision {
  const decision = decideCommand(state, command, context);
  const isOfChamber = isOfStage(command) && (context.chamberId ?? null) !== null;
  return decision.ok && !isOfChamber
    ? ok([...decision.value, ...endsPolling(state, decision.value)])
    : decision;
}

function decideCommand(state: ConferenceState, command: Command, context: DecisionContext): Decision {
  if (command.type === 'meeting.start') return start(state, context);
  const live = liveOf(state);
  if (live === null) return refuse(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
  switch (command.type) {
    case 'meeting.end':
      return ok([...endedCalls(state, context.now), ...stopRecording(state), { type: 'meeting.ended' }]);
    case 'recording.start':
      return startRecording(state, live, command.late, context);
    case 'recording.stop':
      return ok(stopRecording(state));
    case 'site.invite':
      return invite(state, live, command.siteId, context);
    case 'site.remove':
      return remove(state, live, command.siteId, context);
    case 'chambers.plan':
    case 'chambers.split':
    case 'chambers.merge':
    case 'site.move':
    case 'site.setAside':
    case 'site.bringBack':
      return divide(state, live, command, context.now);
    case 'plan.save':
      return savePlan(state);
    case 'meeting.reset':
      return reset(state, live, context);
    case 'sites.recall':
      return recall(state, command.siteIds, context);
    case 'direction.send':
      return sendDirection(state, live, command, context);
    case 'report.write':
    case 'attendance.ask':
    case 'attendance.note':
      return decideReports(state, live, command);
    case 'camera.recall':
    case 'camera.turn':
      return decideCamera(live, command);
    case 'help.ask':
    case 'help.take':
    case 'help.override':
    case 'help.close':
      return decideHelp(state, command, context);
    case 'talk.call':
    case 'talk.end':
    case 'talk.dismiss':
      return decideTalk(state, command, context);
    case 'post.takeOver':
      return takeOverPost(state, command);
    case 'door.admit':
    case 'door.refuse':
      return decideDoor(state, command, {
        ...context,
        invite: (siteId) => invite(state, live, siteId, context),
      });
    case 'connect.call':
    case 'connect.try':
    case 'connect.introduce':
    case 'connect.contact':
    case 'connect.waive':
    case 'connect.step':
    case 'connect.ready':
      return decideConnecting(state, live, command, context);
    case 'script.takeUp':
    case 'script.advance':
    case 'script.depart':
      return followOrder(state, command, context);
    case 'panePlan.save':
    case 'panePlan.drop':
      return decidePanePlan(state, command);
    case 'polling.start':
    case 'polling.stop':
      return decidePolling(state, command, context);
    case 'node.relieve': {
      const { nodeId } = command;
      const siteIds = state.roster.filter((entry) => entry.nodeId === nodeId).map(({ siteId }) => siteId);
      return relieve(state, { nodeId, siteIds }, context);
    }
    case 'node.reinstate':
      return reinstate(state, command.nodeId, context);
    default:
      return conduct(state, command, context);
  }
}

/** What was measured since the last look, as events: facts of bring-ups and limits that have passed. */
export function observe(
  state: ConferenceState,
  measure: (siteId: SiteId) => BringUpMeasure,
  now: Instant,
): ConferenceEventBody[] {
  if (state.phase !== 'live') return [];
  return state.bringUps.filter(isOpen).flatMap((bringUp): ConferenceEventBody[] => {
    const measured = measureBringUp(bringUp, measure(bringUp.siteId), now);
    return measured === bringUp ? [] : [{ type: 'bringUp.changed', bringUp: measured }];
  });
}
