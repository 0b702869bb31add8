import { assertNever } from '@nhipcau/base';
import type {
  BringUp,
  ConferenceEvent,
  Help,
  Layout,
  LineAlarm,
  LineSubject,
  NodeId,
  SiteId,
  SpeakRequest,
  Stage,
  StageCause,
} from '@nhipcau/contracts';
import { alarmText } from '../monitoring/alarm-text.ts';
import type { Translate } from '../text/catalogue.ts';
import { clockText, secondsText } from '../ui/durations.ts';
import { qualityText } from '../ui/quality.ts';

export interface LogNames {
  readonly site: (siteId: SiteId) => string;
  readonly node: (nodeId: NodeId) => string;
}

export interface LogLine {
  readonly seq: number;
  readonly at: number;
  readonly text: string;
  /** Who did it; empty for what happened by itself. */
  readonly by: string;
  readonly tone: 'plain' | 'good' | 'attention' | 'alarm';
}

type Sentence = Pick<LogLine, 'text' | 'tone'>;

/** An event of the meeting in words, or null when it says nothing new to people (a cue, a single measured fact). */
export function logLine(
  event: ConferenceEvent,
  names: LogNames,
  t: Translate,
  language: 'vi' | 'en',
): LogLine | null {
  const sentence = sentenceOf(event.body, names, t, language);
  if (sentence === null) return null;
  const { actor } = event;
  return { seq: event.seq, at: event.at, by: actor.kind === 'user' ? actor.name : '', ...sentence };
}

function directionText(
  { siteIds, text }: Extract<ConferenceEvent['body'], { type: 'direction.sent' }>,
  names: LogNames,
  t: Translate,
): string {
  const [only, ...others] = siteIds;
  return only !== undefined && others.length === 0
    ? t('log.directionTo', { site: names.site(only), text })
    : t('log.directionToMany', { count: siteIds.length, text });
}

/** Of what helps to arrange pictures: arrangements kept, sites shown in turn. */
function toolSentence(
  body: Extract<ConferenceEvent['body'], { type: 'panePlan.changed' | 'polling.changed' }>,
  t: Translate,
): Sentence | null {
  const plain = (text: string): Sentence => ({ text, tone: 'plain' });
  if (body.type === 'panePlan.changed')
    return plain(t(body.layout === null ? 'log.panePlanDropped' : 'log.panePlanSaved', { name: body.name }));
  const { polling } = body;
  if (polling === null) return plain(t('log.pollingStopped'));
  // A turn that changed no picture is no news.
  if (polling.siteId !== null) return null;
  const { siteIds, everyMs } = polling;
  return plain(t('log.pollingStarted', { count: siteIds.length, seconds: everyMs / 1_000 }));
}

function sentenceOf(
  body: ConferenceEvent['body'],
  names: LogNames,
  t: Translate,
  language: 'vi' | 'en',
): Sentence | null {
  const seconds = (ms: number) => secondsText(ms, language);
  const plain = (text: string): Sentence => ({ text, tone: 'plain' });
  switch (body.type) {
    case 'meeting.started':
      return { text: t('log.started', { count: body.roster.length }), tone: 'good' };
    case 'meeting.ended':
      return plain(t('log.ended'));
    case 'site.invited':
      return plain(t('log.invited', { site: body.entry.name }));
    case 'site.removed':
      return plain(t('log.removed', { site: names.site(body.siteId) }));
    case 'stage.changed':
      return stageSentence(body.cause, body.siteId, body.stage, names, t);
    case 'bringUp.requested':
      return plain(t('log.bringUpRequested', { site: names.site(body.bringUp.siteId), by: body.bringUp.by }));
    case 'bringUp.changed':
      return bringUpSentence(body.bringUp, names, t, seconds);
    case 'bringUp.automaticSet':
      return plain(t(body.automatic ? 'log.automaticOn' : 'log.automaticOff'));
    case 'panePlan.changed':
    case 'polling.changed':
      return toolSentence(body, t);
    case 'floor.followSet':
      return plain(t(body.follow ? 'log.followOn' : 'log.followOff'));
    case 'site.joined':
      return { text: t('log.joined', { site: names.site(body.siteId) }), tone: 'good' };
    case 'site.dropped':
      return { text: t('log.dropped', { site: names.site(body.siteId) }), tone: 'attention' };
    case 'site.returned':
      return {
        text: t('log.returned', { site: names.site(body.siteId), seconds: seconds(body.awayMs) }),
        tone: 'good',
      };
    case 'site.lost':
      return { text: t('log.lost', { site: names.site(body.siteId) }), tone: 'alarm' };
    case 'link.down':
      return {
        text: t('log.linkDown', { child: names.node(body.childId), parent: names.node(body.parentId) }),
        tone: 'alarm',
      };
    case 'link.up':
      return {
        text: t('log.linkUp', {
          child: names.node(body.childId),
          parent: names.node(body.parentId),
          seconds: seconds(body.awayMs),
        }),
        tone: 'good',
      };
    case 'node.lost':
      return { text: t('log.nodeLost', { node: names.node(body.nodeId) }), tone: 'alarm' };
    case 'node.returned':
      return { text: t('log.nodeReturned', { node: names.node(body.nodeId) }), tone: 'good' };
    case 'node.relieved':
      return {
        text: t('log.nodeRelieved', {
          standby: body.standby.name,
          node: names.node(body.nodeId),
          count: body.siteIds.length,
        }),
        tone: 'attention',
      };
    case 'node.reinstated':
      return {
        text: t('log.nodeReinstated', { node: names.node(body.nodeId), count: body.siteIds.length }),
        tone: 'attention',
      };
    case 'link.closed':
      return plain(
        t('log.linkClosed', { child: names.node(body.childId), parent: names.node(body.parentId) }),
      );
    case 'sound.mended':
      return {
        text: t(body.step === 'consumer' ? 'log.soundMended' : 'log.soundMendedByLine', {
          site: names.site(body.siteId),
          from: names.site(body.fromSiteId),
          seconds: seconds(body.silentMs),
        }),
        tone: 'attention',
      };
    case 'worker.died':
      return { text: t('log.workerDied', { node: names.node(body.nodeId) }), tone: 'alarm' };
    case 'line.degraded':
      return { text: alarmSentence('log.lineDegraded', body, names, t), tone: 'attention' };
    case 'line.recovered':
      return { text: alarmSentence('log.lineRecovered', body, names, t), tone: 'good' };
    case 'device.barred':
      return {
        text: t('log.deviceBarred', {
          site: names.site(body.siteId),
          device: body.name,
          reason: body.reason ?? '–',
        }),
        tone: 'alarm',
      };
    case 'content.refused':
      return { text: t('log.contentRefused', { site: names.site(body.siteId) }), tone: 'attention' };
    case 'plan.saved':
      return plain(t('log.planSaved'));
    case 'meeting.reset':
      return { text: t('log.reset', { count: body.roster.length }), tone: 'attention' };
    case 'sites.recalled':
      return plain(t('log.recalled', { count: body.siteIds.length }));
    case 'leg.restored':
      return {
        text: t('log.legRestored', {
          site: names.site(body.siteId),
          seconds: seconds(body.afterMs),
          quality: t(qualityText[body.quality]),
        }),
        tone: body.quality === 'good' || body.quality === 'fair' ? 'good' : 'attention',
      };
    case 'trunk.linked':
      return {
        text:
          body.side === 'upper'
            ? t('log.trunkLinkedUpper', { name: body.node.name })
            : t('log.trunkLinkedLower', { name: body.node.name, count: body.entries.length }),
        tone: 'good',
      };
    case 'trunk.unlinked': {
      const reason = t(`trunk.end.${body.reason}`);
      return { text: t('log.trunkUnlinked', { name: body.name, reason }), tone: 'attention' };
    }
    case 'recording.started':
      return {
        text: body.late ? t('log.recordingLate', body.late) : t('log.recordingStarted'),
        tone: 'attention',
      };
    case 'recording.stopped':
      return plain(t('log.recordingStopped'));
    case 'recording.moved':
      return { text: t('log.recordingMoved', { node: names.node(body.nodeId) }), tone: 'attention' };
    case 'recording.began':
      return { text: t('log.recordingBegan', { node: names.node(body.nodeId) }), tone: 'good' };
    case 'recording.troubled':
      return {
        text: t('log.recordingTroubled', {
          site: names.site(body.siteId),
          source: t(`record.source.${body.source}`),
          trouble: t(`record.trouble.${body.trouble}`),
        }),
        tone: 'alarm',
      };
    case 'recording.recovered':
      return {
        text: t('log.recordingRecovered', {
          site: names.site(body.siteId),
          source: t(`record.source.${body.source}`),
        }),
        tone: 'good',
      };
    case 'chambers.changed':
      return chambersSentence(body, names, t);
    case 'report.written':
      return {
        text:
          body.siteId === null
            ? t('log.report', { text: body.text })
            : t('log.reportOf', { site: names.site(body.siteId), text: body.text }),
        tone: 'attention',
      };
    case 'direction.sent':
      return plain(directionText(body, names, t));
    case 'direction.read':
      return plain(t('log.directionRead', { site: names.site(body.siteId) }));
    case 'camera.recalled':
      return plain(t('log.cameraRecalled', { site: names.site(body.siteId), name: body.name }));
    case 'camera.turned':
      return plain(t('log.cameraTurned', { site: names.site(body.siteId) }));
    case 'attendance.asked':
      return plain(t('log.attendanceAsked', { count: body.siteIds.length }));
    case 'attendance.given':
      return plain(t('log.attendanceGiven', { site: names.site(body.siteId), count: body.count }));
    case 'help.changed':
      return helpSentence(body.help, t);
    case 'talk.called': {
      const [first] = body.call.siteIds;
      const by = body.call.by.name;
      return plain(
        body.call.siteIds.length === 1 && first
          ? t('log.talkCalled', { by, site: names.site(first) })
          : t('log.talkCalledMany', { by, count: body.call.siteIds.length }),
      );
    }
    case 'talk.ended':
      return plain(t('log.talkEnded', { by: body.name }));
    case 'talk.asked':
      return { text: t('log.talkAsked', { site: names.site(body.siteId) }), tone: 'attention' };
    case 'talk.answered':
      return plain(t('log.talkAnswered', { site: names.site(body.siteId) }));
    case 'talk.left':
      return plain(t('log.talkLeft', { site: names.site(body.siteId) }));
    case 'post.absent':
    case 'post.returned':
    case 'post.takenOver':
    case 'call.missed':
    case 'call.settled':
      return postSentence(body, { names, seconds }, t);
    case 'door.knocked':
    case 'door.answered':
    case 'door.left':
      return doorSentence(body, names, t);
    case 'connect.queued':
    case 'connect.recorded':
      return null;
    case 'connect.called':
      return plain(
        body.siteIds.length === 1 && body.siteIds[0]
          ? t('log.connectCalled', { site: names.site(body.siteIds[0]) })
          : t('log.connectCalledMany', { count: body.siteIds.length }),
      );
    case 'connect.answered':
      return { text: t('log.connectAnswered', { site: names.site(body.siteId) }), tone: 'good' };
    case 'connect.unanswered':
      return { text: t('log.connectUnanswered', { site: names.site(body.siteId) }), tone: 'attention' };
    case 'connect.escalated':
      return {
        text: t('log.connectEscalated', { site: names.site(body.siteId), to: body.to }),
        tone: 'alarm',
      };
    case 'connect.slaveJoined':
      return joinedSentence(body, names, t);
    case 'connect.slaveLate':
      return { text: t('log.slaveLate', { node: names.node(body.childId), to: body.to }), tone: 'alarm' };
    case 'connect.stepped':
      return plain(t('log.connectStepped'));
    case 'connect.ready':
      return {
        text: t('log.connectReady', { count: body.ready.exceptions.length }),
        tone: body.ready.exceptions.length === 0 ? 'good' : 'attention',
      };
    case 'speak.changed':
      return speakSentence(body.request, names, t);
    case 'speak.arranged':
      return null;
    case 'script.takenUp':
      return plain(t('log.scriptTakenUp', { version: body.version, count: body.segments.length }));
    case 'script.moved':
      return segmentSentence(body, t);
    default:
      return assertNever(body);
  }
}

function joinedSentence(
  { childId, lateByMs }: Extract<ConferenceEvent['body'], { type: 'connect.slaveJoined' }>,
  names: LogNames,
  t: Translate,
): Sentence {
  const node = names.node(childId);
  return lateByMs === null
    ? { text: t('log.slaveJoined', { node }), tone: 'good' }
    : { text: t('log.slaveJoinedLate', { node, time: clockText(lateByMs) }), tone: 'attention' };
}

/** An intervention asked for, in hand, given back. */
function helpSentence({ state, text, takenBy }: Help, t: Translate): Sentence {
  switch (state) {
    case 'open':
      return { text: t('log.helpAsked', { text }), tone: 'attention' };
    case 'taken':
      return { text: t('log.helpTaken', { text, by: takenBy?.name ?? '' }), tone: 'attention' };
    case 'closed':
      return { text: t('log.helpClosed', { text }), tone: 'plain' };
    default:
      return assertNever(state);
  }
}

/** What became of a wish to speak; that it was granted is told by the call. */
function speakSentence(request: SpeakRequest, names: LogNames, t: Translate): Sentence | null {
  const site = names.site(request.siteId);
  const who = request.person === '' ? site : `${request.person}, ${site}`;
  switch (request.state) {
    case 'waiting':
      return {
        text: t(request.channel === 'phone' ? 'log.speakPhoned' : 'log.speakAsked', { who }),
        tone: 'plain',
      };
    case 'granted':
      return { text: t('log.speakGranted', { who }), tone: 'good' };
    case 'declined':
      return { text: t('log.speakDeclined', { who }), tone: 'plain' };
    case 'withdrawn':
      return { text: t('log.speakWithdrawn', { who }), tone: 'plain' };
    case 'done':
      return null;
    default:
      return assertNever(request.state);
  }
}

/** Which segment is on; a step out of order says why. */
function segmentSentence(
  { segmentId, title, departure }: Extract<ConferenceEvent['body'], { type: 'script.moved' }>,
  t: Translate,
): Sentence {
  if (segmentId === null) return { text: t('log.segmentNone'), tone: 'plain' };
  return departure === null
    ? { text: t('log.segment', { title }), tone: 'plain' }
    : { text: t('log.segmentDeparted', { title, reason: departure }), tone: 'attention' };
}

/** What is wrong with which line, or not any more. */
function alarmSentence(
  key: 'log.lineDegraded' | 'log.lineRecovered',
  { subject, alarm }: { readonly subject: LineSubject; readonly alarm: LineAlarm },
  names: LogNames,
  t: Translate,
): string {
  const line =
    subject.kind === 'site'
      ? names.site(subject.siteId)
      : t('alarm.link', { child: names.node(subject.childId), parent: names.node(subject.parentId) });
  return t(key, { line, alarm: t(alarmText[alarm]) });
}

function stageSentence(
  cause: StageCause,
  siteId: SiteId | null,
  stage: Stage,
  names: LogNames,
  t: Translate,
): Sentence | null {
  const site = siteId === null ? '' : names.site(siteId);
  const plain = (text: string): Sentence => ({ text, tone: 'plain' });
  switch (cause) {
    case 'cue':
      return null;
    case 'take':
      return plain(t('log.take', { what: layoutWords(stage.broadcast, names, t) }));
    case 'floorGranted':
      return plain(t('log.floorGranted', { site }));
    case 'floorWithdrawn':
      return plain(t('log.floorWithdrawn', { site }));
    case 'floorCleared':
      return plain(t('log.floorCleared'));
    case 'contentShown':
      return plain(t('log.contentShown', { site }));
    case 'contentStopped':
      return plain(t('log.contentStopped'));
    case 'bringUp':
      return plain(t('log.broughtUp', { site }));
    case 'bringUpReleased':
      return plain(t('log.bringUpReleased', { site }));
    case 'polling':
      return plain(t('log.pollingStep', { site }));
    case 'caption':
      return plain(t('log.caption'));
    case 'siteRemoved':
    case 'chambers':
    case 'segment':
      return null;
    case 'gain': {
      const db = stage.gains.find((gain) => gain.siteId === siteId)?.db ?? 0;
      return plain(t('log.gain', { site, db: db > 0 ? `+${db}` : db }));
    }
    case 'undo':
      return plain(t('log.undo'));
    default:
      return assertNever(cause);
  }
}

function chambersSentence(
  { cause, siteId, chambers }: Extract<ConferenceEvent['body'], { type: 'chambers.changed' }>,
  names: LogNames,
  t: Translate,
): Sentence | null {
  const site = siteId === null ? '' : names.site(siteId);
  const plain = (text: string): Sentence => ({ text, tone: 'plain' });
  const privates = chambers.filter(({ kind }) => kind === 'private');
  switch (cause) {
    case 'planned':
      return plain(t('log.chambersPlanned', { count: privates.length }));
    case 'split':
      return {
        text: t('log.split', { count: privates.filter(({ isOpen }) => isOpen).length }),
        tone: 'good',
      };
    case 'merged':
      return { text: t('log.merged'), tone: 'good' };
    case 'moved': {
      const room = privates.find(({ members }) => siteId !== null && members.includes(siteId))?.name;
      return plain(t('log.moved', { site, room: room ?? t('chamber.common') }));
    }
    case 'setAside':
      return { text: t('log.setAside', { site }), tone: 'attention' };
    case 'broughtBack':
      return { text: t('log.broughtBack', { site }), tone: 'good' };
    case 'siteRemoved':
      return null;
    default:
      return assertNever(cause);
  }
}

/** Only the end of a stopwatch is news: established, in time or too late, or given up. */
function bringUpSentence(
  bringUp: BringUp,
  names: LogNames,
  t: Translate,
  seconds: (ms: number) => string,
): Sentence | null {
  const site = names.site(bringUp.siteId);
  if (bringUp.lostAt !== undefined && bringUp.endedAt === null)
    return { text: t('log.calledGone', { site }), tone: 'alarm' };
  if (bringUp.state === 'established' && bringUp.establishedAt !== null) {
    const took = seconds(bringUp.establishedAt - bringUp.requestedAt);
    return bringUp.breached
      ? { text: t('log.establishedLate', { site, seconds: took }), tone: 'alarm' }
      : { text: t('log.established', { site, seconds: took }), tone: 'good' };
  }
  if (bringUp.state === 'running' && bringUp.breached)
    return { text: t('log.breached', { site }), tone: 'alarm' };
  if (bringUp.state === 'abandoned') return { text: t('log.abandoned', { site }), tone: 'attention' };
  return null;
}

/** `Xã Cao Sơn` for one picture, else `lưới 4: Xã Cao Sơn, Xã Tân Minh`. */
function layoutWords(layout: Layout, names: LogNames, t: Translate): string {
  const shown = layout.slots.flatMap((slot) =>
    slot.kind === 'site' ? [names.site(slot.siteId)] : slot.kind === 'content' ? [t('screen.content')] : [],
  );
  const list = shown.length > 3 ? `${shown.slice(0, 3).join(', ')}…` : shown.join(', ');
  return layout.kind === 'full' ? list : t('log.layoutOf', { count: layout.slots.length, list });
}

/** Who asked at the door, and what the operator said (R-CON-12). */
function doorSentence(
  body: Extract<ConferenceEvent['body'], { type: `door.${string}` }>,
  names: LogNames,
  t: Translate,
): Sentence {
  if (body.type === 'door.left') return { text: t('log.doorLeft', { name: body.name }), tone: 'plain' };
  if (body.type === 'door.knocked') {
    const { name, why } = body.knock;
    return { text: t('log.doorKnocked', { name, why: t(`door.why.${why}`) }), tone: 'attention' };
  }
  const { answer, name } = body;
  const { reason } = answer;
  const by = answer.by.name;
  return answer.kind === 'admitted'
    ? { text: t('log.doorAdmitted', { by, name, site: names.site(answer.siteId), reason }), tone: 'good' }
    : { text: t('log.doorRefused', { by, name, reason }), tone: 'attention' };
}

/** Who is at the consoles, and what nobody answered (R-CDT-12). */
function postSentence(
  body: Extract<ConferenceEvent['body'], { type: `post.${string}` | `call.${string}` }>,
  { names, seconds }: { names: LogNames; seconds: (ms: number) => string },
  t: Translate,
): Sentence {
  switch (body.type) {
    case 'post.absent':
      return {
        text: t('log.postAbsent', { name: body.name, why: t(`post.why.${body.why}`) }),
        tone: 'alarm',
      };
    case 'post.returned':
      return {
        text: t('log.postReturned', { name: body.name, seconds: seconds(body.awayMs) }),
        tone: 'good',
      };
    case 'post.takenOver':
      return { text: t('log.postTakenOver', { name: body.name }), tone: 'attention' };
    case 'call.missed':
    case 'call.settled': {
      const { kind, siteId, name } = body.call;
      const caller = siteId === null ? name : names.site(siteId);
      const call = t(`missed.${kind}`, { caller });
      return body.type === 'call.missed'
        ? { text: t('log.callMissed', { call }), tone: 'alarm' }
        : { text: t('log.callSettled', { call, seconds: seconds(body.afterMs) }), tone: 'plain' };
    }
  }
}
