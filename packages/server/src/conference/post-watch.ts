import type {
  ConferenceEventBody,
  ConferenceState,
  Instant,
  Post,
  SessionInfo,
  UserId,
} from '@nhipcau/contracts';
import { absenceOf, type PostSign, watchCalls, watchPosts } from '@nhipcau/domain';

interface Seen {
  readonly name: string;
  /** Consoles of the person that are open at the meeting. */
  open: number;
  seenAt: Instant;
  actedAt: Instant;
  /** The log knows that nobody is there. */
  isTold: boolean;
  /** Somebody else stands in. */
  isRelieved: boolean;
}

/** A console of a post, in the hand of its connection. */
export interface PostLine {
  closed(): void;
}

export interface PostWatchOptions {
  readonly now: () => Instant;
  /** Somebody is at a console who was not before. */
  readonly onManned: () => void;
}

/** What is perceived of those who conduct a meeting at consoles, beside its state (R-CDT-12). */
export class PostWatch {
  readonly #options: PostWatchOptions;
  readonly #seen = new Map<UserId, Seen>();

  constructor(options: PostWatchOptions) {
    this.#options = options;
  }

  /** Somebody who may conduct opens the console. */
  open({ userId, name }: SessionInfo): PostLine {
    const now = this.#options.now();
    const known = this.#seen.get(userId);
    const seen = known ?? { name, open: 0, seenAt: now, actedAt: now, isTold: false, isRelieved: false };
    this.#seen.set(userId, seen);
    seen.open += 1;
    seen.seenAt = now;
    seen.actedAt = now;
    if (!known) this.#options.onManned();
    return {
      closed: () => {
        seen.open -= 1;
        seen.seenAt = this.#options.now();
      },
    };
  }

  /** The person did something, at whichever console. */
  acted(userId: UserId): void {
    const seen = this.#seen.get(userId);
    if (seen) seen.actedAt = this.#options.now();
  }

  /** Who is there, and who is not by the log. */
  posts({ posts }: Pick<ConferenceState, 'posts'>): Post[] {
    const empty = new Set(posts.map(({ userId }) => userId));
    const manned = [...this.#seen].filter(([userId, { isRelieved }]) => !empty.has(userId) && !isRelieved);
    return [...manned.map(([userId, { name }]) => ({ userId, name, absent: null })), ...posts];
  }

  /** One look each second. */
  look(state: ConferenceState, absentAfterMs: number): ConferenceEventBody[] {
    const look = { absentAfterMs, now: this.#options.now() };
    const signs = [...this.#seen].flatMap(([userId, seen]): PostSign[] => {
      const { name, open, seenAt, actedAt } = seen;
      const sign = { userId, name, seenAt: open > 0 ? look.now : seenAt, actedAt };
      const isEmpty = state.posts.some((post) => post.userId === userId);
      // Taken over while it was empty: no post any more until somebody is there again.
      const isAbsent = absenceOf(sign, look) !== null;
      const wasRelieved = seen.isRelieved;
      seen.isRelieved = isAbsent && !isEmpty && (seen.isTold || wasRelieved);
      if (wasRelieved && !seen.isRelieved) this.#options.onManned();
      seen.isTold = isEmpty;
      return seen.isRelieved ? [] : [sign];
    });
    return [...watchPosts(state, signs, look), ...watchCalls(state, look)];
  }
}
