import type { NoteOf, Side } from '@nhipcau/base';
import { z } from 'zod';
import { DirectionId } from '../conference/direction.ts';
import { AttendanceCount, AttendancePeople, ReportText } from '../conference/reports.ts';
import { SpeakerName } from '../conference/speech.ts';
import { Layer, Source } from '../conference/stage.ts';
import { SeatView } from '../conference/view.ts';
import { Instant, MeetingId, NodeId, SeatId, SiteId } from '../ids.ts';
import { CameraPush } from './camera.ts';
import { IceServer } from './ice-server.ts';
import {
  ConsumerId,
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  ProducerId,
  RtpCapabilities,
  RtpParameters,
  TransportId,
} from './media.ts';
import { EndpointStats, Quality } from './quality.ts';

const Nothing = z.strictObject({});

/** First message of a room or monitor. Exactly one of `ticket` and `resume`. */
export const JoinRoom = z
  .strictObject({
    version: z.int(),
    ticket: z.string().max(2_000).optional(),
    /** Token of an earlier join: takes the same seat again, within `SEAT_GRACE_MS` of the drop. */
    resume: z.string().max(2_000).optional(),
  })
  .refine((join) => (join.ticket === undefined) !== (join.resume === undefined), {
    message: 'ticket or resume',
  });
export type JoinRoom = z.infer<typeof JoinRoom>;

export const RoomJoined = z.strictObject({
  seatId: SeatId,
  siteId: SiteId.nullable(),
  siteName: z.string().max(200),
  meetingId: MeetingId,
  meetingTitle: z.string().max(300),
  nodeId: NodeId,
  nodeName: z.string().max(200),
  resume: z.string().max(2_000),
  /** False when a dropped seat was taken again, with its floor and place. */
  fresh: z.boolean(),
  /**
   * What the node still holds for a seat taken again. An endpoint that still has these transports goes on with them;
   * one that has not (page reloaded) opens new ones, which replace the old. `consumer.opened` follows once more for
   * each consumer named here; the endpoint closes those of its own that are not named.
   */
  transports: z.array(TransportId).max(2),
  consumers: z.array(ConsumerId).max(200),
  routerRtpCapabilities: RtpCapabilities,
  view: SeatView,
  viewSeq: z.int().min(0),
  wanted: z.lazy(() => SenderWanted),
  serverTime: Instant,
});
export type RoomJoined = z.infer<typeof RoomJoined>;

export const TransportOpened = z.strictObject({
  transportId: TransportId,
  iceParameters: IceParameters,
  iceCandidates: z.array(IceCandidate).max(20),
  dtlsParameters: DtlsParameters,
  /** Relays that may be used where nothing else gets through. */
  iceServers: z.array(IceServer).max(4).default([]),
});
export type TransportOpened = z.infer<typeof TransportOpened>;

/** What a sender should send just now; everything else is switched off at its edge. */
export const SenderWanted = z.strictObject({
  /** Highest camera layer somebody watches or is about to; null: nobody does. */
  camera: Layer.nullable(),
  /** The microphone is on the floor. */
  mic: z.boolean(),
  content: z.boolean(),
  /** Somebody hears this room's voice on the talkback while its key is held. */
  talk: z.boolean().default(false),
  /** Milliseconds between still pictures for the wall; 0: none wanted. */
  stillEveryMs: z.int().min(0).max(600_000),
});
export type SenderWanted = z.infer<typeof SenderWanted>;

/** Whether a stream is really decoded at the seat that subscribed to it: measured, not hoped. */
export const Flow = z.strictObject({ siteId: SiteId, source: Source, flowing: z.boolean() });
export type Flow = z.infer<typeof Flow>;

export const ConsumerOpened = z.strictObject({
  consumerId: ConsumerId,
  producerId: ProducerId,
  transportId: TransportId,
  siteId: SiteId,
  /** Name of the site in the meeting's roster, shown under its picture. */
  siteName: z.string().max(200),
  source: Source,
  kind: MediaKind,
  rtpParameters: RtpParameters,
});
export type ConsumerOpened = z.infer<typeof ConsumerOpened>;

/** A dropped seat keeps its site, floor and place in layouts this long. */
export const SEAT_GRACE_MS = 60_000;
export const ROOM_HEARTBEAT = { everyMs: 2_000, deadAfterMs: 6_000 } as const;
export const MAX_STILL_BASE64 = 24_000;

/** Endpoint → node. */
export const roomNode = {
  requests: {
    'room.join': { body: JoinRoom, reply: RoomJoined },
    /** Sent once the device knows what it can decode; from then on consumers are opened. */
    'room.ready': { body: z.strictObject({ rtpCapabilities: RtpCapabilities }), reply: Nothing },
    'transport.open': {
      body: z.strictObject({ direction: z.enum(['send', 'receive']) }),
      reply: TransportOpened,
    },
    'transport.connect': {
      body: z.strictObject({ transportId: TransportId, dtlsParameters: DtlsParameters }),
      reply: Nothing,
    },
    'transport.restartIce': {
      body: z.strictObject({ transportId: TransportId }),
      /** Credentials of relays anew: those of before may have ended. */
      reply: z.strictObject({
        iceParameters: IceParameters,
        iceServers: z.array(IceServer).max(4).default([]),
      }),
    },
    'producer.open': {
      body: z.strictObject({
        transportId: TransportId,
        source: Source,
        kind: MediaKind,
        rtpParameters: RtpParameters,
        /** The room operator's own switch (R-CDT-06). */
        muted: z.boolean(),
      }),
      reply: z.strictObject({ producerId: ProducerId }),
    },
    /** The room operator's own microphone or camera switch. */
    'producer.setMuted': { body: z.strictObject({ source: Source, muted: z.boolean() }), reply: Nothing },
    'producer.close': { body: z.strictObject({ source: Source }), reply: Nothing },
    /** The room wants to speak; its place in the queue comes with the view. */
    'speak.ask': { body: z.strictObject({ person: SpeakerName }), reply: Nothing },
    /** What the room's contact reports into the running log. */
    'report.write': { body: z.strictObject({ text: ReportText }), reply: Nothing },
    /** Who attends here; the answer to `attendanceAsked` of the view. */
    'attendance.give': {
      body: z.strictObject({ count: AttendanceCount, people: AttendancePeople }),
      reply: Nothing,
    },
    /** Somebody here has read a message of the view. */
    'direction.read': { body: z.strictObject({ directionId: DirectionId }), reply: Nothing },
    'speak.withdraw': { body: Nothing, reply: Nothing },
    /** The room's technician rings the centre on the talkback, answers a call, hangs up or rings no more. */
    'talk.say': { body: z.strictObject({ word: z.enum(['ask', 'answer', 'leave']) }), reply: Nothing },
    /** The endpoint is ready to decode: the node lets packets flow. */
    'consumer.ready': { body: z.strictObject({ consumerId: ConsumerId }), reply: Nothing },
    'room.leave': { body: Nothing, reply: Nothing },
  },
  notes: {
    /** Sent at once when any entry changes, and in full every 2 s. */
    'flow.report': z.strictObject({ flows: z.array(Flow).max(80) }),
    /** Every 2 s. */
    'stats.report': EndpointStats,
    /** JPEG of the own camera, at most 320×180. */
    'still.put': z.strictObject({
      jpegBase64: z
        .string()
        .min(4)
        .max(MAX_STILL_BASE64)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    }),
  },
} as const satisfies Side;

/** Node → endpoint. */
export const roomEndpoint = {
  requests: {},
  notes: {
    'view.changed': z.strictObject({ viewSeq: z.int().min(0), view: SeatView }),
    'sender.wanted': SenderWanted,
    'consumer.opened': ConsumerOpened,
    'consumer.closed': z.strictObject({ consumerId: ConsumerId }),
    /** Held by the node (cued sound) or flowing. */
    'consumer.held': z.strictObject({ consumerId: ConsumerId, held: z.boolean() }),
    /** The media worker is gone: open transports and producers again. The seat stays. */
    'transports.lost': Nothing,
    'line.quality': z.strictObject({ quality: Quality }),
    /** A console pushes this room's camera; said again while it does (rule CM-10). */
    'camera.push': CameraPush,
    /** Sites whose pictures cannot come at present because a cascade link is down. */
    'sites.unreachable': z.strictObject({ siteIds: z.array(SiteId).max(2000) }),
    'room.closed': z.strictObject({
      /** `moved`: the seat is on another node now, which the server names. */
      reason: z.enum(['meetingEnded', 'siteRemoved', 'takenOver', 'deviceBarred', 'nodeStopping', 'moved']),
    }),
  },
} as const satisfies Side;

export type RoomNote<M extends keyof (typeof roomEndpoint)['notes']> = NoteOf<typeof roomEndpoint, M>;
