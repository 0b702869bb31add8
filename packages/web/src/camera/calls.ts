import { type MeetingId, RoomCamera, SiteCamera, type SiteId } from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

export interface OfSite {
  readonly meetingId: MeetingId;
  readonly siteId: SiteId;
  /** Of a room's device; a person is known by the session. */
  readonly token?: string | undefined;
}

const pathOf = ({ meetingId, siteId }: OfSite): string =>
  `/meetings/${encodeURIComponent(meetingId)}/sites/${encodeURIComponent(siteId)}/camera`;

export const fetchCamera = (of: OfSite): Promise<SiteCamera> =>
  callApi(pathOf(of), { reply: SiteCamera, token: of.token });

export const tellCamera = (of: OfSite, camera: RoomCamera) =>
  callApi(pathOf(of), {
    method: 'POST',
    body: RoomCamera.parse(camera),
    reply: z.strictObject({}),
    token: of.token,
  });
