import { assertNever } from '@nhipcau/base';
import type { BringUp, ConferenceEvent, Layout, NodeId, SiteId, Stage, StageCause } from '@nhipcau/contracts';
import type { Translate } from '../text/catalogue.ts';
import { secondsText } from '../ui/durations.ts';

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
    case 'worker.died':
      return { text: t('log.workerDied', { node: names.node(body.nodeId) }), tone: 'alarm' };
    case 'content.refused':
      return { text: t('log.contentRefused', { site: names.site(body.siteId) }), tone: 'attention' };
    default:
      return assertNever(body);
  }
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
    case 'caption':
      return plain(t('log.caption'));
    case 'siteRemoved':
      return null;
    case 'undo':
      return plain(t('log.undo'));
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
