import type { Clock } from '@nhipcau/base';
import { instant, MeetingId, RoomCamera, type SessionInfo, SiteCamera, SiteId } from '@nhipcau/contracts';
import { z } from 'zod';
import { meetingPlace } from '../access/meeting-place.ts';
import { sitsAt } from '../access/tickets.service.ts';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { LiveMeeting } from './live-meeting.ts';
import type { LiveMeetings } from './live-meetings.ts';
import { cameraOf, keepCamera } from './site-cameras.ts';

const OfSite = z.strictObject({ meetingId: MeetingId, siteId: SiteId });
/** A room tells what changed; a console that has a camera in hand looks every second. */
const PER_MINUTE = 120;

export interface CameraRoutesParts {
  readonly meetings: LiveMeetings;
  readonly database: Database;
  readonly clock: Clock;
}

/** Cameras of rooms: what they tell of themselves, and what consoles know of them (R-CDT-10). */
export const cameraRoutes = ({ meetings, database, clock }: CameraRoutesParts): Route[] => {
  const checkWatching = async ({ record, state }: LiveMeeting, person: SessionInfo): Promise<void> => {
    const { meetingId, chairSiteId } = record;
    const chair = { meetingId, chairSiteId: state.chairSiteId ?? chairSiteId };
    authorise(person, 'meeting.watch', await meetingPlace(database, chair, person.grants));
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/sites/:siteId/camera',
      summary: "Positions of a room's camera, how it stands, and whether the reader may turn it",
      allow: { action: 'ticket.take', rooms: true },
      perMinute: PER_MINUTE,
      params: OfSite,
      reply: SiteCamera,
      handle: async ({ params, caller }) => {
        const { meetingId, siteId } = params;
        const isHere = sitsAt(caller, siteId, meetingId);
        if (caller.kind === 'room' && !isHere) throw new AppError('NOT_ALLOWED');
        const meeting = await meetings.open(meetingId);
        const mayTurn = caller.kind === 'user' && (await meeting.mayTurn(siteId, caller.session));
        if (caller.kind === 'user' && !mayTurn && !isHere) await checkWatching(meeting, caller.session);
        const told = await cameraOf(database, siteId);
        return {
          // What was lent was lent to the meeting of then.
          camera: told && { ...told.camera, lent: told.camera.lent && told.meetingId === meetingId },
          toldAt: told?.toldAt ?? null,
          mayTurn,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/sites/:siteId/camera',
      summary: 'A room tells what camera it has and how it stands',
      allow: { action: 'ticket.take', rooms: true },
      perMinute: PER_MINUTE,
      params: OfSite,
      body: RoomCamera,
      reply: z.strictObject({}),
      handle: async ({ params, body, caller }) => {
        const { meetingId, siteId } = params;
        if (!sitsAt(caller, siteId, meetingId)) throw new AppError('NOT_ALLOWED');
        // A page without its camera does not make the camera forget.
        const before = body.kind === 'none' ? await cameraOf(database, siteId) : null;
        const camera = before ? { ...body, presets: before.camera.presets } : body;
        await keepCamera(database, siteId, { meetingId, camera, toldAt: instant(clock.now()) });
        return {};
      },
    }),
  ];
};
