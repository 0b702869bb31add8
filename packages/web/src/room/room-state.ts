import type { Flow, Quality, RoomJoined, RoomNote, SeatView, SenderWanted, SiteId } from '@nhipcau/contracts';
import type { RepairStep } from './ladder.ts';
import type { RemoteStream } from './room-media.ts';
import type { StreamKey } from './stream-key.ts';

/** What is known of the connection to the node. Success is told only when media is really there. */
export type LineState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'connecting'; readonly since: number; readonly attempt: number }
  | { readonly kind: 'whole'; readonly since: number; readonly awayMs: number | null }
  | {
      readonly kind: 'troubled';
      readonly since: number;
      readonly step: RepairStep | null;
      readonly attempt: number;
    };

export type FinishReason = Exclude<RoomNote<'room.closed'>['reason'], 'moved'> | 'left' | 'refused';

export interface RoomState {
  readonly line: LineState;
  /** Why the room is over; null while it is not. */
  readonly finished: FinishReason | null;
  readonly joined: Pick<
    RoomJoined,
    'seatId' | 'siteId' | 'siteName' | 'meetingId' | 'meetingTitle' | 'nodeId' | 'nodeName'
  > | null;
  readonly view: SeatView | null;
  readonly wanted: SenderWanted;
  readonly streams: ReadonlyMap<StreamKey, RemoteStream>;
  readonly flows: readonly Flow[];
  readonly quality: Quality;
  /** Sites behind a cascade link that is down. */
  readonly unreachable: readonly SiteId[];
  /** Code of the last refusal, for telling the person why it does not come about. */
  readonly refusal: string | null;
  readonly rttMs: number | null;
  /** What has to be added to this machine's time to have the node's. */
  readonly serverOffsetMs: number;
}

export const initialRoomState: RoomState = {
  line: { kind: 'closed' },
  finished: null,
  joined: null,
  view: null,
  wanted: { camera: null, mic: false, content: false, talk: false, stillEveryMs: 0 },
  streams: new Map(),
  flows: [],
  quality: 'unknown',
  unreachable: [],
  refusal: null,
  rttMs: null,
  serverOffsetMs: 0,
};

/** Whether a stream is measured to be flowing. */
export const isFlowing = (flows: readonly Flow[], siteId: SiteId, source: Flow['source']): boolean =>
  flows.some((flow) => flow.siteId === siteId && flow.source === source && flow.flowing);

/**
 * Whether the talkback is kept silent in a room: its microphone is open to the meeting, and no headset is chosen, so that
 * the meeting would hear it (rule TB-5).
 */
export const isTalkHeld = (
  view: Pick<SeatView, 'hasFloor'> | null,
  own: { readonly micOn: boolean; readonly talkSpeakerId: string | null },
): boolean => view?.hasFloor === true && own.micOn && own.talkSpeakerId === null;
