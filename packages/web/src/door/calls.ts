import { type KnockAtDoor, KnockStanding, KnockTaken } from '@nhipcau/contracts';
import { z } from 'zod';
import { callApi } from '../api/http.ts';

const at = (meetingId: string, rest = '') => `/meetings/${encodeURIComponent(meetingId)}/knocks${rest}`;

/** @param token - of the room that the device is, when it is one */
export const knockAtDoor = (meetingId: string, body: KnockAtDoor, token?: string) =>
  callApi(at(meetingId), { method: 'POST', body, reply: KnockTaken, token });

export const askAnswer = (meetingId: string, secret: string) =>
  callApi(at(meetingId, '/answer'), { method: 'POST', body: { secret }, reply: KnockStanding });

export const leaveDoor = (meetingId: string, secret: string) =>
  callApi(at(meetingId, '/leave'), { method: 'POST', body: { secret }, reply: z.strictObject({}) });
