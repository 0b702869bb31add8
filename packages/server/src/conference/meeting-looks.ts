import type { Instant, LineSubject, MeetingId, MeetingRules, SiteId } from '@nhipcau/contracts';
import { type LineSample, pollingStep } from '@nhipcau/domain';
import type { MeetingDoor } from '../door/meeting-door.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import { connectingBodies } from './connecting-watch.ts';
import { type ObservedLine, observedLines } from './line-figures.ts';
import type { LineWatch } from './line-watch.ts';
import type { MeetingJournal } from './meeting-journal.ts';
import type { Observations } from './observations.ts';
import type { PostWatch } from './post-watch.ts';
import { TalkWatch } from './talk-watch.ts';

/** Where looks at lines are kept. */
export interface LineSink {
  sample(meetingId: MeetingId, subject: LineSubject, sample: LineSample): void;
}

export interface MeetingLooksOptions {
  readonly record: MeetingRecord;
  readonly journal: MeetingJournal;
  readonly observations: Observations;
  readonly alarms: LineWatch;
  readonly sink: LineSink;
  readonly rules: MeetingRules;
  readonly door: MeetingDoor;
  readonly posts: PostWatch;
  /** Whether the room of a site is connected. */
  readonly isSeated: (siteId: SiteId) => boolean;
  readonly now: () => Instant;
}

/** What is looked at each second while a meeting is live, whether or not anything is reported. */
export class MeetingLooks {
  readonly #options: MeetingLooksOptions;
  readonly #talks = new TalkWatch();

  constructor(options: MeetingLooksOptions) {
    this.#options = options;
  }

  /** Every line that is up now; none unless the meeting is live. */
  get lines(): readonly ObservedLine[] {
    const { journal, observations } = this.#options;
    return journal.state.phase === 'live' ? observedLines(journal.state, observations) : [];
  }

  look(): void {
    if (this.#options.journal.state.phase !== 'live') return;
    this.#lookAtLines();
    this.#lookAtConnecting();
    this.#lookAtTalks();
    this.#lookAtPosts();
    this.#lookAtPolling();
    this.#options.door.look();
  }

  /** Every line: kept for the record, and raised or cleared as alarms (R-MON-03). */
  #lookAtLines(): void {
    const { lines } = this;
    const { journal, record, alarms, sink, now } = this.#options;
    for (const { subject, sample } of lines) sink.sample(record.meetingId, subject, sample);
    const bodies = alarms.look(lines, now());
    if (bodies.length > 0) void journal.enqueue({ kind: 'time' }, () => bodies);
  }

  /** Sites that are called or still missing, and MCUs not joined yet (R-CON-01, R-CON-02, R-CON-08). */
  #lookAtConnecting(): void {
    const { journal, record, rules, observations, now } = this.#options;
    const decideNow = () =>
      connectingBodies(journal.state, {
        rules,
        plannedStart: record.plannedStart,
        observations,
        now: now(),
      });
    if (decideNow().length > 0) void journal.enqueue({ kind: 'time' }, decideNow);
  }

  /** Operators who left their posts, and calls that nobody answers (R-CDT-12). */
  #lookAtPosts(): void {
    const { journal, posts, rules } = this.#options;
    const decideNow = () => posts.look(journal.state, rules.attention.absentAfterSeconds * 1_000);
    if (decideNow().length > 0) void journal.enqueue({ kind: 'time' }, decideNow);
  }

  /** Whose turn it is among the sites that are shown one after the other. */
  #lookAtPolling(): void {
    const { journal, isSeated, now } = this.#options;
    const decideNow = () => pollingStep(journal.state, isSeated, now());
    if (decideNow().length > 0) void journal.enqueue({ kind: 'time' }, decideNow);
  }

  /** Consoles that left the talkback without a word (R-CDT-17). */
  #lookAtTalks(): void {
    const { journal, observations, now } = this.#options;
    if (journal.state.talks.length === 0) return;
    const decideNow = () =>
      this.#talks.look(journal.state, (seatId, nodeId) => observations.isSeated(seatId, nodeId), now());
    if (decideNow().length > 0) void journal.enqueue({ kind: 'time' }, decideNow);
  }
}
