import type { MeetingId, Role, SessionInfo, SiteId } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';

/** Who sends a request, as far as we have made sure of it. */
export type Caller =
  | { readonly kind: 'user'; readonly session: SessionInfo; readonly tokenHash: Buffer }
  /** A device in a site's room, opened by a one-time link. */
  | {
      readonly kind: 'room';
      readonly meetingId: MeetingId;
      readonly siteId: SiteId;
      readonly expiresAt: number;
    }
  | { readonly kind: 'anonymous' };

/** Who may call a route. There is no default: a route that does not say it does not compile. */
export interface Allow {
  readonly roles: readonly Role[];
  /** Devices in rooms may call it too. */
  readonly rooms?: true;
  /** Without any sign-in. */
  readonly anyone?: true;
}

export const everyRole: readonly Role[] = ['operator', 'chair', 'technician', 'observer', 'administrator'];

/** @throws {AppError} SIGN_IN_REQUIRED or NOT_ALLOWED */
export function checkAllowed(allow: Allow, caller: Caller): void {
  if (allow.anyone) return;
  if (caller.kind === 'room' && allow.rooms) return;
  if (caller.kind === 'user' && allow.roles.includes(caller.session.role)) return;
  throw new AppError(caller.kind === 'anonymous' ? 'SIGN_IN_REQUIRED' : 'NOT_ALLOWED');
}

/** The signed-in person, on routes that let nobody else in. */
export function personOf(caller: Caller): SessionInfo {
  if (caller.kind !== 'user') throw new AppError('SIGN_IN_REQUIRED');
  return caller.session;
}
