import { z } from 'zod';
import { Instant } from '../../ids.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/**
 * As whom somebody stands in a live meeting: `centre` – runs the installation's control centre; `chairSite` – was given the
 * control of what is chaired at its chair site; `operator` – either of them, as whoever runs an MCU of the meeting.
 */
export const LiveParty = z.enum(['centre', 'chairSite', 'operator']);
export type LiveParty = z.infer<typeof LiveParty>;

/** Groups of live commands that the texts give to one hand (R-CDT-13). */
export const LiveRight = z.enum(['administration', 'layout', 'cascade', 'sound', 'camera']);
export type LiveRight = z.infer<typeof LiveRight>;

/** A cell of the table: who has the right. Without a citation it is our reading where the text is silent. */
const Holder = z.strictObject({ holders: z.array(LiveParty).min(1).max(3), cite: z.array(Citation).max(5) });

/** The camera of a room is its own; whom the text names besides may turn it from a console. Nobody: it is the room's alone. */
const CameraHolder = z.strictObject({ holders: z.array(LiveParty).max(3), cite: z.array(Citation).max(5) });

/** What a locality's regulation says of connecting and conducting a meeting. */
export const LiveRules = z.strictObject({
  rights: z.strictObject({
    administration: Holder,
    layout: Holder,
    cascade: Holder,
    sound: Holder,
    /** Left out: of a profile that was stored before it was read out of its text. */
    camera: CameraHolder.default({ holders: [], cite: [] }),
  }),
  /** Who may act beyond what is delegated; `onRequest`: only when the chair site has asked (HN Đ13.3c). */
  override: z.strictObject({ party: LiveParty, onRequest: z.boolean(), cite }).nullable(),
  /** Null: terminals connect by themselves. */
  dialOut: z.strictObject({ cite }).nullable(),
  /** Order of connection with the unit that is responsible for each step. */
  steps: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(40),
        text: z.string().min(3).max(200),
        by: z.string().min(3).max(200),
        /** Only for meetings of this urgency; null: for all. */
        urgency: z.enum(['planned', 'urgent']).nullable(),
        cite: z.array(Citation).max(5),
      }),
    )
    .max(12),
  /** Who tries sound and picture after connection, of every site or of some; null: the text does not say. */
  trial: z
    .strictObject({ by: z.string().min(3).max(200), scope: z.enum(['each', 'sample']), cite })
    .nullable(),
  /** While it is tuned each site announces who serves it. */
  introduction: z.strictObject({ cite }).nullable(),
  /** Whom a site that is not connected telephones. */
  contacts: z
    .array(
      z.strictObject({
        whom: z.string().min(3).max(200),
        /** Of the profile's roles: whose telephone it is. */
        role: z.string().min(1).max(40),
        cite,
      }),
    )
    .max(5),
  /** So long before the start whoever is not connected is told further up. */
  escalation: z
    .strictObject({
      minutes: z.int().min(1).max(600),
      to: z.string().min(3).max(200),
      /** Only for these classes of meetings; empty: for all. */
      kinds: z.array(z.string().min(1).max(40)).max(10),
      cite,
    })
    .nullable(),
  /** Operators stay at their posts: so long a console may be away, or untouched, before the chair site sees it (R-CDT-12). */
  attention: z
    .strictObject({ absentAfterSeconds: z.int().min(10).max(3_600), cite: z.array(Citation).max(5) })
    .prefault({ absentAfterSeconds: 60, cite: [] }),
  /** When somebody at the chair site speaks, all others are muted. */
  muteAll: z.strictObject({ cite }).nullable(),
});
export type LiveRules = z.infer<typeof LiveRules>;

/** Them for one meeting: what is not of its urgency and class is left out. */
export const MeetingRules = LiveRules.extend({
  /** By when the MCUs of the units are joined to the master: the profile's `cascade.due` (R-CON-02); null: no such limit. */
  slaveLinks: z
    .strictObject({
      dueAt: Instant,
      duty: z.string().max(300),
      /** Names of those who owe it, and of those who are told when it is late. */
      by: z.array(z.string().max(200)).max(8),
      tells: z.array(z.string().max(200)).max(8),
      cite,
    })
    .nullable(),
});
export type MeetingRules = z.infer<typeof MeetingRules>;

/** Of a profile that was stored before these rules were read out of its text. */
export const silentLive: LiveRules = {
  rights: {
    administration: { holders: ['operator'], cite: [] },
    layout: { holders: ['operator'], cite: [] },
    cascade: { holders: ['operator'], cite: [] },
    sound: { holders: ['operator'], cite: [] },
    camera: { holders: [], cite: [] },
  },
  override: null,
  dialOut: null,
  steps: [],
  trial: null,
  introduction: null,
  contacts: [],
  escalation: null,
  attention: { absentAfterSeconds: 60, cite: [] },
  muteAll: null,
};
