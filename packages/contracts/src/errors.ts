type Kind = 'refusal' | 'conflict' | 'capacity' | 'malformed' | 'access' | 'absent' | 'defect';
interface ErrorEntry {
  /** HTTP status with which it leaves the API. */
  readonly status: number;
  readonly kind: Kind;
}

/** Every failure a caller can see. `docs/errors.md` has a row for each; a test compares the two. */
export const errorCatalogue = {
  BAD_MESSAGE: { status: 400, kind: 'malformed' },
  UNKNOWN_METHOD: { status: 404, kind: 'malformed' },
  MESSAGE_TOO_LARGE: { status: 413, kind: 'malformed' },
  TOO_MANY_BAD_MESSAGES: { status: 400, kind: 'malformed' },
  PROTOCOL_VERSION_UNSUPPORTED: { status: 400, kind: 'malformed' },
  RATE_LIMITED: { status: 429, kind: 'capacity' },
  REQUEST_TIMED_OUT: { status: 504, kind: 'capacity' },
  DISCONNECTED: { status: 503, kind: 'conflict' },
  INTERNAL: { status: 500, kind: 'defect' },
  NOT_FOUND: { status: 404, kind: 'absent' },

  SIGN_IN_REQUIRED: { status: 401, kind: 'access' },
  SIGN_IN_FAILED: { status: 401, kind: 'access' },
  SIGN_IN_LOCKED: { status: 429, kind: 'access' },
  NOT_ALLOWED: { status: 403, kind: 'access' },
  ROOM_LINK_INVALID: { status: 401, kind: 'access' },

  TICKET_INVALID: { status: 401, kind: 'access' },
  TICKET_EXPIRED: { status: 401, kind: 'access' },
  TICKET_WRONG_NODE: { status: 401, kind: 'access' },
  TICKET_USED: { status: 409, kind: 'access' },
  SEAT_TAKEN_OVER: { status: 409, kind: 'conflict' },
  SEAT_EXPIRED: { status: 410, kind: 'conflict' },
  NOT_JOINED: { status: 409, kind: 'conflict' },
  ALREADY_JOINED: { status: 409, kind: 'conflict' },
  MEETING_NOT_HERE: { status: 404, kind: 'absent' },
  SITE_NOT_INVITED: { status: 403, kind: 'access' },
  CONTENT_NOT_PERMITTED: { status: 403, kind: 'refusal' },
  MEDIA_REFUSED: { status: 422, kind: 'refusal' },
  TRANSPORT_UNKNOWN: { status: 410, kind: 'absent' },
  NODE_CAPACITY_EXHAUSTED: { status: 503, kind: 'capacity' },
  PEER_CLOSED: { status: 410, kind: 'conflict' },

  NODE_UNKNOWN: { status: 401, kind: 'access' },
  NODE_PROOF_WRONG: { status: 401, kind: 'access' },
  STATE_OUTDATED: { status: 409, kind: 'conflict' },
  LINK_LOOP: { status: 409, kind: 'refusal' },
  STREAM_UNKNOWN: { status: 404, kind: 'absent' },

  MEETING_NOT_FOUND: { status: 404, kind: 'absent' },
  MEETING_NOT_LIVE: { status: 409, kind: 'refusal' },
  MEETING_ALREADY_LIVE: { status: 409, kind: 'conflict' },
  MEETING_ENDED: { status: 409, kind: 'conflict' },
  SITE_UNKNOWN: { status: 404, kind: 'absent' },
  SITE_NOT_ADMITTED: { status: 422, kind: 'refusal' },
  SITE_IN_MEETING: { status: 409, kind: 'conflict' },
  ROSTER_FULL: { status: 409, kind: 'capacity' },
  SITE_IS_CHAIR: { status: 422, kind: 'refusal' },
  FLOOR_FULL: { status: 409, kind: 'capacity' },
  CUE_FULL: { status: 409, kind: 'capacity' },
  LAYOUT_INVALID: { status: 422, kind: 'refusal' },
  CONTENT_NOT_OFFERED: { status: 409, kind: 'refusal' },
  BRING_UP_UNKNOWN: { status: 404, kind: 'absent' },
  BRING_UP_RUNNING: { status: 409, kind: 'conflict' },
  NOTHING_TO_UNDO: { status: 409, kind: 'refusal' },
  MEETING_CHANGED_MEANWHILE: { status: 409, kind: 'conflict' },
  TOPOLOGY_INVALID: { status: 422, kind: 'refusal' },

  LOCALITY_UNKNOWN: { status: 404, kind: 'absent' },
  REGULATION_NOT_IN_FORCE: { status: 422, kind: 'refusal' },
  MEETING_KIND_UNKNOWN: { status: 422, kind: 'refusal' },
  MEETING_TOO_LATE: { status: 422, kind: 'refusal' },
  CALENDAR_NOT_COVERING: { status: 422, kind: 'refusal' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
