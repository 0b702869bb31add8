import { z } from 'zod';
import { Offset, ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** What an item is read from; the terminal of a room measures these itself, at a dedicated device a person reads them. */
export const CheckMeasure = z.enum([
  /** Nothing to read: somebody looks and says so. */
  'none',
  'address',
  /** Different picture sources or screens of the room, a count. */
  'pictureSources',
  /** Lines of the picture that is sent: 720, 1080. */
  'pictureFormat',
  /** A tone of the loudspeaker heard by the microphone, decibels above what the room sounds like without it. */
  'audioLoop',
  /** Level of the silent room, dBFS. */
  'noise',
  'echoCancellation',
  /** Kilobits per second there and back, the smaller one. */
  'callBandwidth',
  'contentBandwidth',
  /** Delay in milliseconds to the device that leads out of the house. */
  'lineGateway',
  /** Packets lost on the way to the node, percent. */
  'lineMcu',
  /** Positions of the camera that are kept under a name, a count. */
  'cameraPositions',
  /** Somebody is in the room. */
  'presence',
  /** Settings of the room's own sound system, beside their standard values (R-AST-07). */
  'audioStandard',
  /** The room as it is after tuning is kept. */
  'freeze',
  /** Nothing differs from what was kept. */
  'unchanged',
]);
export type CheckMeasure = z.infer<typeof CheckMeasure>;

/** One thing that is checked at a site (R-CHK-02). */
export const CheckItem = z.strictObject({
  /** Unique in its phase. */
  key: ProfileKey,
  group: z.enum(['presence', 'room', 'sound', 'terminal', 'line', 'power', 'tuning', 'area', 'environment']),
  text: z.string().min(3).max(300),
  /** Who can answer it: the room's terminal by measuring, a person, or the one for the other. */
  kind: z.enum(['machine', 'person', 'both']),
  measure: CheckMeasure,
  /** Bounds of the value in its measure's unit; null: the text gives no number. */
  limit: z.strictObject({ min: z.number().nullable(), max: z.number().nullable() }).nullable(),
  /** `vcs`: those with a dedicated device instead of a browser. */
  sites: z.enum(['all', 'chair', 'satellite', 'vcs']),
  /** `site`: the room's technician; `area`: the unit that manages the area; `centre`: whoever runs the MCU. */
  answeredBy: z.enum(['site', 'area', 'centre']),
  /** `advice` is shown and can be answered, and holds nothing up. */
  binding: z.enum(['rule', 'advice']),
  /** A room without such a device answers "does not apply". */
  mayNotApply: z.boolean(),
  /** Only counts when it is said to have been tested from the chair's seat (R-CHK-04). */
  fromChairSeat: z.boolean(),
  /** Role to which a fault is told; null: whoever runs the MCU (R-CHK-08). */
  faultTo: ProfileKey.nullable(),
  cite,
  note: z.string().max(400).nullable(),
});
export type CheckItem = z.infer<typeof CheckItem>;

/** Items that are checked together until one limit (R-CHK-03). */
export const CheckPhase = z.strictObject({
  key: ProfileKey,
  name: z.string().min(3).max(200),
  /** Duty of this profile that says until when; a meeting that does not owe it has no such phase. Null: until the start. */
  deadline: z.string().max(60).nullable(),
  /** When every site has passed, that duty is done. */
  meetsDeadline: z.boolean(),
  /** From how long before its limit it can be answered; null: as soon as the meeting is confirmed. */
  opensBefore: Offset.nullable(),
  items: z.array(CheckItem).min(1).max(40),
  cite,
  note: z.string().max(400).nullable(),
});
export type CheckPhase = z.infer<typeof CheckPhase>;

/** What a locality's regulation has its sites check, in the order of time. */
export const CheckRules = z
  .strictObject({ phases: z.array(CheckPhase).max(10) })
  .superRefine(({ phases }, context) => {
    const keys = phases.map(({ key }) => key);
    if (new Set(keys).size !== keys.length)
      context.addIssue({ code: 'custom', path: ['phases'], message: 'a phase twice' });
    for (const [index, { items }] of phases.entries())
      if (new Set(items.map(({ key }) => key)).size !== items.length)
        context.addIssue({ code: 'custom', path: ['phases', index, 'items'], message: 'an item twice' });
  });
export type CheckRules = z.infer<typeof CheckRules>;
