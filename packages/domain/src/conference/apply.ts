import { assertNever } from '@nhipcau/base';
import {
  type BringUp,
  type ChamberId,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferenceState,
  MAX_BARRED,
} from '@nhipcau/contracts';
import { applyDoor } from '../door/door.ts';
import { applyTrunk } from '../trunk/membership.ts';
import { withAttendance } from './attendance.ts';
import { isOpen } from './bring-up.ts';
import { followSegment, withCameraWish } from './cameras.ts';
import { stateOfPart } from './chambers.ts';
import { applyConnecting, nothingConnected } from './connecting.ts';
import { withDirection } from './directions.ts';
import { commonKept } from './divide.ts';
import { withHelp } from './help.ts';
import { applyLegs } from './legs.ts';
import { withPanePlan } from './pane-plans.ts';
import { followPolling } from './polling.ts';
import { applyPosts } from './posts.ts';
import { applyRecording } from './record.ts';
import { applyRelief } from './relief.ts';
import { applyOrder } from './running-order.ts';
import { applySpeech, followCall, keepSpoken } from './speech.ts';
import { undoing } from './stage-memory.ts';
import { withoutSiteOf } from './taking-part.ts';
import { applyTalk } from './talkback.ts';

/** The state after an event. Events are facts: nothing is refused here. */
export function apply(state: ConferenceState, event: ConferenceEvent): ConferenceState {
  const { chamberId, body, seq, at } = event;
  const inChamber = chamberId !== null && !isOfAnyRoom(body);
  const after = inChamber ? applyIn(state, chamberId, event) : applyBody(state, event);
  return { ...keepSpoken(state, after, at), seq };
}

/** Calls, wishes to speak and of cameras are kept together for the whole meeting: a site has its own wherever it is. */
const isOfAnyRoom = ({ type }: ConferenceEventBody): boolean =>
  type === 'bringUp.requested' ||
  type === 'bringUp.changed' ||
  type === 'speak.changed' ||
  type === 'speak.arranged' ||
  type === 'camera.recalled';

/** An event on the stage of a chamber changes that chamber and nothing else. */
function applyIn(state: ConferenceState, chamberId: ChamberId, event: ConferenceEvent): ConferenceState {
  const part = stateOfPart(state, chamberId);
  if (part === null) return state;
  const { stage, automaticBringUp, followFloor, chairViewBefore, before } = applyBody(part, event);
  const conducted = { automaticBringUp, followFloor, chairViewBefore, before };
  const chambers = state.chambers.map((chamber) =>
    chamber.chamberId === chamberId ? { ...chamber, stage: stage ?? chamber.stage, ...conducted } : chamber,
  );
  return { ...state, chambers };
}

/** Bring-ups kept in the live state; all of them stay in the log. */
const KEPT_BRING_UPS = 500;

/** After the end nobody waits, calls or is missed. */
const nothingWaits = { talks: [], talkAsks: [], knocks: [], posts: [], missedCalls: [] };

function applyBody(state: ConferenceState, { body, actor, at, seq }: ConferenceEvent): ConferenceState {
  switch (body.type) {
    case 'meeting.started': {
      const { chairSiteId, roster, tree, stage, bringUpLimitMs, waiting = [], connectSteps = [] } = body;
      const { contacts: connectContacts = [] } = body;
      const connecting = { ...nothingConnected(), waiting };
      const planned = {
        chairSiteId,
        roster,
        tree,
        stage,
        bringUpLimitMs,
        connecting,
        connectSteps,
        connectContacts,
      };
      const started = { ...state, ...planned, phase: 'live' as const };
      return applyLegs({ ...started, startedAt: at }, { type: 'plan.saved' }, at);
    }
    case 'meeting.ended':
      return { ...state, ...nothingWaits, phase: 'ended', before: null, polling: null, endedAt: at };
    case 'site.invited':
      return { ...state, roster: [...state.roster, body.entry] };
    case 'site.removed':
      return withoutSiteOf(state, body.siteId);
    case 'stage.changed':
      return {
        ...state,
        stage: body.stage,
        ...undoing(state, body, { actor, at }),
        ...followPolling(state, body, at),
      };
    case 'plan.saved':
    case 'meeting.reset':
    case 'sites.recalled':
    case 'leg.restored':
      return applyLegs(state, body, at);
    case 'recording.started':
    case 'recording.stopped':
    case 'recording.moved':
    case 'recording.began':
    case 'recording.troubled':
    case 'recording.recovered':
      return { ...state, recording: applyRecording(state.recording, body, { actor, at }) };
    case 'node.relieved':
    case 'node.reinstated':
      return applyRelief(state, body, at);
    case 'chambers.changed':
      return { ...state, chambers: body.chambers, ...commonKept(state, body.chambers) };
    case 'attendance.asked':
    case 'attendance.given':
      return { ...state, attendance: withAttendance(state.attendance, body, at) };
    case 'direction.sent':
    case 'direction.read':
      return {
        ...state,
        directions: withDirection(state.directions, body, {
          by: actor.kind === 'user' ? actor.name : '',
          at,
        }),
      };
    case 'camera.recalled':
    case 'camera.turned':
      return { ...state, cameras: withCameraWish(state.cameras, body, seq) };
    case 'help.changed':
      return { ...state, helps: withHelp(state.helps, body.help) };
    case 'talk.called':
    case 'talk.ended':
    case 'talk.asked':
    case 'talk.answered':
    case 'talk.left':
      return { ...state, ...applyTalk(state, body, at) };
    case 'post.absent':
    case 'post.returned':
    case 'post.takenOver':
    case 'call.missed':
    case 'call.settled':
      return { ...state, ...applyPosts(state, body) };
    case 'door.knocked':
    case 'door.answered':
    case 'door.left':
      return { ...state, knocks: applyDoor(state.knocks, body) };
    case 'connect.queued':
    case 'connect.called':
    case 'connect.answered':
    case 'connect.unanswered':
    case 'connect.escalated':
    case 'connect.slaveJoined':
    case 'connect.slaveLate':
    case 'connect.recorded':
    case 'connect.stepped':
    case 'connect.ready':
      return { ...state, connecting: applyConnecting(state.connecting, body, at) };
    case 'speak.changed':
    case 'speak.arranged':
      return applySpeech(state, body);
    case 'script.takenUp':
    case 'script.moved':
      return followSegment(applyOrder(state, body, { at, actor }));
    case 'trunk.linked':
    case 'trunk.unlinked':
      return { ...state, ...applyTrunk(state, body) };
    case 'bringUp.requested':
      return { ...state, bringUps: kept([...state.bringUps, body.bringUp]) };
    case 'bringUp.changed': {
      const bringUps = state.bringUps.map((known) =>
        known.bringUpId === body.bringUp.bringUpId ? body.bringUp : known,
      );
      return { ...state, bringUps, speakRequests: followCall(state.speakRequests, body.bringUp) };
    }
    case 'bringUp.automaticSet':
      return { ...state, automaticBringUp: body.automatic };
    case 'floor.followSet':
      return { ...state, followFloor: body.follow };
    case 'panePlan.changed':
      return { ...state, panePlans: withPanePlan(state.panePlans, body) };
    case 'polling.changed':
      return { ...state, polling: body.polling };
    case 'device.barred':
      return { ...state, barred: [...state.barred, body.deviceId].slice(-MAX_BARRED) };
    case 'site.joined':
    case 'site.dropped':
    case 'site.returned':
    case 'site.lost':
    case 'link.down':
    case 'link.up':
    case 'link.closed':
    case 'node.lost':
    case 'node.returned':
    case 'worker.died':
    case 'sound.mended':
    case 'content.refused':
    case 'report.written':
    case 'line.degraded':
    case 'line.recovered':
      return state; // Written for the log; what is observed at present lives beside the state, not in it.
    default:
      return assertNever(body);
  }
}

/** Leaves out the oldest call that is over when there are too many. */
function kept(bringUps: readonly BringUp[]): BringUp[] {
  const oldest = bringUps.length > KEPT_BRING_UPS ? bringUps.findIndex((known) => !isOpen(known)) : -1;
  return bringUps.filter((_, index) => index !== oldest);
}
