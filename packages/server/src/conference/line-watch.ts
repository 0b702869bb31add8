import type { ConferenceEventBody, LineAlarm, LineSubject } from '@nhipcau/contracts';
import { LineAlarm as LineAlarms } from '@nhipcau/contracts';
import { type AlarmState, alarmRules, nextAlarm, quiet, raised } from '@nhipcau/domain';
import type { ObservedLine } from './line-figures.ts';

/** An alarm of a line that the log says is raised. */
export interface OpenAlarm {
  readonly subject: LineSubject;
  readonly alarm: LineAlarm;
}

const keyOf = (subject: LineSubject): string =>
  subject.kind === 'site' ? `site ${subject.siteId}` : `link ${subject.childId}`;

/** Follows the alarms of a meeting's lines, each with its own memory (rule MN-10). */
export class LineWatch {
  readonly #lines = new Map<string, { subject: LineSubject; alarms: Map<LineAlarm, AlarmState> }>();

  /** @param open - what the log says is raised, so that a restart neither repeats nor forgets it */
  constructor(open: readonly OpenAlarm[]) {
    for (const { subject, alarm } of open) this.#alarmsOf(subject).set(alarm, raised);
  }

  /** What is wrong with a line now. */
  alarmsOf(subject: LineSubject): LineAlarm[] {
    const alarms = this.#lines.get(keyOf(subject))?.alarms ?? new Map<LineAlarm, AlarmState>();
    return [...alarms].flatMap(([alarm, { kind }]) => (kind === 'raised' ? [alarm] : []));
  }

  /** One look at every line that is up. A line that is not up any more has no alarms: that it is down is told otherwise. */
  look(lines: readonly ObservedLine[], now: number): ConferenceEventBody[] {
    const events: ConferenceEventBody[] = [];
    const up = new Map(lines.map((line) => [keyOf(line.subject), line]));
    for (const { subject, figures } of up.values()) {
      const alarms = this.#alarmsOf(subject);
      for (const alarm of LineAlarms.options) {
        const figure = figures[alarm];
        if (figure === undefined) continue;
        const before = alarms.get(alarm) ?? quiet;
        const after = nextAlarm(before, figure, now, alarmRules[alarm]);
        alarms.set(alarm, after);
        if (before.kind !== after.kind)
          events.push({
            type: after.kind === 'raised' ? 'line.degraded' : 'line.recovered',
            subject,
            alarm,
          });
      }
    }
    for (const [key, { subject, alarms }] of [...this.#lines]) {
      if (up.has(key)) continue;
      this.#lines.delete(key);
      for (const [alarm, { kind }] of alarms)
        if (kind === 'raised') events.push({ type: 'line.recovered', subject, alarm });
    }
    return events;
  }

  #alarmsOf(subject: LineSubject): Map<LineAlarm, AlarmState> {
    const key = keyOf(subject);
    const known = this.#lines.get(key);
    if (known) return known.alarms;
    const alarms = new Map<LineAlarm, AlarmState>();
    this.#lines.set(key, { subject, alarms });
    return alarms;
  }
}
