import type { Action, MeetingId, SessionInfo, SiteId } from '@nhipcau/contracts';
import { can, mayEver, type Place } from '@nhipcau/domain';
import { FRESH_MS } from '../access/sessions.service.ts';
import { AppError } from '../app-error.ts';

/** Who sends a request, as far as we have made sure of it. */
export type Caller =
  | {
      readonly kind: 'user';
      readonly session: SessionInfo;
      readonly tokenHash: Buffer;
      /** Idle for too long: only a proof of the person, or what a live meeting needs, gets through. */
      readonly locked: boolean;
      /** When the person last proved to be there, epoch milliseconds. */
      readonly provedAt: number;
    }
  /** A device in a site's room, opened by a one-time link. */
  | {
      readonly kind: 'room';
      readonly meetingId: MeetingId;
      readonly siteId: SiteId;
      /** The device of somebody's own that it is; null: the terminal of the site. */
      readonly deviceId: string | null;
      readonly expiresAt: number;
    }
  | { readonly kind: 'anonymous' };

/** Who may call a route. There is no default: a route that does not say it does not compile. */
export type Allow =
  /** Without any sign-in. */
  | { readonly anyone: true }
  /** Whoever has this right somewhere; where exactly, the service checks by `authorise`. Rooms: their devices too. */
  | {
      readonly action: Action;
      readonly rooms?: true;
      /** A dangerous act: the person must have proved to be there within the last minutes (R-SEC-01). */
      readonly fresh?: true;
      /** It is about the whole installation: a right within an organisation, a site or a meeting is not enough. */
      readonly everywhere?: true;
      /** Also for a session that locked itself. */
      readonly whileLocked?: true;
    };

/** @throws {AppError} SIGN_IN_REQUIRED, NOT_ALLOWED, SESSION_LOCKED, PASSWORD_CHANGE_REQUIRED, SECOND_FACTOR_REQUIRED, REAUTHENTICATION_REQUIRED */
export function checkAllowed(allow: Allow, caller: Caller, now: number): void {
  if ('anyone' in allow) return;
  if (caller.kind === 'room' && allow.rooms) return;
  if (caller.kind === 'anonymous') throw new AppError('SIGN_IN_REQUIRED');
  if (caller.kind === 'room' || !mayEver(caller.session.grants, allow.action))
    throw new AppError('NOT_ALLOWED');
  if (allow.everywhere) authorise(caller.session, allow.action, {});
  if (caller.locked && !allow.whileLocked) throw new AppError('SESSION_LOCKED');
  if (allow.action !== 'session.own') checkDuties(caller.session);
  if (allow.fresh && now - caller.provedAt > FRESH_MS) throw new AppError('REAUTHENTICATION_REQUIRED');
}

/** Until what is owed is done, only the own account can be reached. */
export function checkDuties({ duties = [] }: Pick<SessionInfo, 'duties'>): void {
  if (duties.includes('changePassword')) throw new AppError('PASSWORD_CHANGE_REQUIRED');
  if (duties.includes('enrolSecondFactor')) throw new AppError('SECOND_FACTOR_REQUIRED');
}

/**
 * Whether this person may do this to the thing that stands there.
 *
 * @throws {AppError} NOT_ALLOWED
 */
export function authorise(person: Pick<SessionInfo, 'grants'>, action: Action, place: Place): void {
  if (!can(person.grants, action, place)) throw new AppError('NOT_ALLOWED', { action });
}

/** The signed-in person, on routes that let nobody else in. */
export function personOf(caller: Caller): SessionInfo {
  if (caller.kind !== 'user') throw new AppError('SIGN_IN_REQUIRED');
  return caller.session;
}
