import { ok } from '@nhipcau/base';
import {
  type AbsenceReason,
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  MAX_MISSED_CALLS,
  MAX_POSTS,
  type MissedCall,
  type UserId,
} from '@nhipcau/contracts';
import { isWaiting } from '../door/door.ts';
import type { Decision } from './decision.ts';
import { refuse } from './stage-moves.ts';

type Posts = Pick<ConferenceState, 'posts' | 'missedCalls'>;

/** What was last perceived of somebody who conducts at a console. */
export interface PostSign {
  readonly userId: UserId;
  readonly name: string;
  /** When a console of the person was connected last. */
  readonly seenAt: Instant;
  /** When the person did something there last. */
  readonly actedAt: Instant;
}

interface Look {
  readonly absentAfterMs: number;
  readonly now: Instant;
}

/**
 * Whether nobody is at a post: its console was away, or untouched, for longer than the text lets it.
 *
 * @rule CD-13 (HB II.1.2 b5; VP Đ6.1 b6; HN Đ13.3a; R-CDT-12)
 */
export function absenceOf(
  { seenAt, actedAt }: Pick<PostSign, 'seenAt' | 'actedAt'>,
  { absentAfterMs, now }: Look,
): { why: AbsenceReason; since: Instant } | null {
  if (now - seenAt > absentAfterMs) return { why: 'disconnected', since: seenAt };
  return now - actedAt > absentAfterMs ? { why: 'idle', since: actedAt } : null;
}

/**
 * What the log is told of the posts; nothing while all is as it was (rule CD-13).
 *
 * @param signs - of everybody who has a post
 */
export function watchPosts(
  { posts }: Pick<Posts, 'posts'>,
  signs: readonly PostSign[],
  look: Look,
): ConferenceEventBody[] {
  const empty = new Map(posts.map((post) => [post.userId, post]));
  let room = MAX_POSTS - posts.length;
  return signs.flatMap((sign): ConferenceEventBody[] => {
    const { userId, name } = sign;
    const known = empty.get(userId)?.absent ?? null;
    const absent = absenceOf(sign, look);
    if (absent === null)
      return known === null
        ? []
        : [{ type: 'post.returned', userId, name, awayMs: Math.max(0, look.now - known.since) }];
    if (known?.why === absent.why) return [];
    if (known === null && room <= 0) return [];
    if (known === null) room -= 1;
    return [{ type: 'post.absent', userId, name, ...absent }];
  });
}

type Waits = Pick<ConferenceState, 'talkAsks' | 'helps' | 'bringUps' | 'knocks'>;

/** Every call that waits for an operator. */
function openCalls({ talkAsks, helps, bringUps, knocks }: Waits): MissedCall[] {
  return [
    ...talkAsks.map(
      ({ siteId, at }): MissedCall => ({
        key: `talk ${siteId} ${at}`,
        kind: 'talk',
        siteId,
        name: '',
        since: at,
      }),
    ),
    ...helps
      .filter(({ state }) => state === 'open')
      .map(
        ({ helpId, askedBy, askedAt }): MissedCall => ({
          key: `help ${helpId}`,
          kind: 'help',
          siteId: null,
          name: askedBy,
          since: askedAt,
        }),
      ),
    ...bringUps
      .filter(({ state }) => state === 'requested')
      .map(
        ({ bringUpId, siteId, by, requestedAt }): MissedCall => ({
          key: `bringUp ${bringUpId}`,
          kind: 'bringUp',
          siteId,
          name: by,
          since: requestedAt,
        }),
      ),
    ...knocks.filter(isWaiting).map(
      ({ knockId, name, at }): MissedCall => ({
        key: `door ${knockId}`,
        kind: 'door',
        siteId: null,
        name,
        since: at,
      }),
    ),
  ];
}

/**
 * Calls that nobody answered for as long, and those that wait no more.
 *
 * @rule CD-14 (QN Đ9.2; HN Đ13.4a; R-CDT-12)
 */
export function watchCalls(
  state: Waits & Pick<Posts, 'missedCalls'>,
  { absentAfterMs, now }: Look,
): ConferenceEventBody[] {
  const open = openCalls(state);
  const keys = new Set(open.map(({ key }) => key));
  const known = new Set(state.missedCalls.map(({ key }) => key));
  const settled = state.missedCalls.filter(({ key }) => !keys.has(key));
  const missed = open.filter(({ key, since }) => !known.has(key) && now - since > absentAfterMs);
  return [
    ...settled.map(
      (call): ConferenceEventBody => ({ type: 'call.settled', call, afterMs: Math.max(0, now - call.since) }),
    ),
    ...missed
      .slice(0, MAX_MISSED_CALLS - known.size)
      .map((call): ConferenceEventBody => ({ type: 'call.missed', call })),
  ];
}

/**
 * An operator takes over the post of somebody who is not there; whoever comes back mans it anew.
 *
 * @rule CD-15 (R-CDT-12, default)
 */
export function takeOverPost(
  { posts }: Pick<Posts, 'posts'>,
  { userId }: Extract<Command, { type: 'post.takeOver' }>,
): Decision {
  const post = posts.find((known) => known.userId === userId);
  return post ? ok([{ type: 'post.takenOver', userId, name: post.name }]) : refuse('POST_MANNED');
}

type PostEvent = Extract<ConferenceEventBody, { type: `post.${string}` | `call.${string}` }>;

/** Posts at which nobody is and missed calls after an event. */
export function applyPosts({ posts, missedCalls }: Posts, body: PostEvent): Posts {
  const others = 'userId' in body ? posts.filter(({ userId }) => userId !== body.userId) : posts;
  switch (body.type) {
    case 'post.absent': {
      const { userId, name, why, since } = body;
      return { missedCalls, posts: [...others, { userId, name, absent: { why, since } }] };
    }
    case 'post.returned':
    case 'post.takenOver':
      return { missedCalls, posts: others };
    case 'call.missed':
      return { posts, missedCalls: [...missedCalls, body.call] };
    case 'call.settled':
      return { posts, missedCalls: missedCalls.filter(({ key }) => key !== body.call.key) };
  }
}
