import type { Clock } from '@nhipcau/base';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { MoveListener } from '../registration/move.ts';
import { ScheduleAvailability } from './availability.ts';
import type { Availability } from './bookings.ts';
import { MeetingCalendarFile } from './calendar-meetings.ts';
import { Feeds } from './feeds.ts';
import { LocalUses } from './local-uses.ts';
import { scheduleRoutes } from './schedule.routes.ts';
import { ScheduleService } from './schedule.service.ts';
import { ScheduleViews } from './schedule-views.ts';
import { WaveMoves } from './wave-moves.ts';

export interface OpenSchedule {
  readonly availability: Availability;
  /** Books as meetings move; the first of the listeners. */
  readonly listener: MoveListener;
  readonly calendarFile: MeetingCalendarFile;
  readonly routes: readonly Route[];
}

/** The schedule, wired. */
export function openSchedule(parts: { database: Database; clock: Clock; outbox: Outbox }): OpenSchedule {
  return {
    availability: new ScheduleAvailability(parts.clock),
    listener: new ScheduleService(parts),
    calendarFile: new MeetingCalendarFile(parts.database),
    routes: scheduleRoutes({
      ...parts,
      views: new ScheduleViews(parts),
      uses: new LocalUses(parts),
      feeds: new Feeds(parts),
      waves: new WaveMoves(parts),
    }),
  };
}
