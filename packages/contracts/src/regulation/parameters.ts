import { z } from 'zod';
import { Channel } from '../registration/channel.ts';
import { ProfileKey } from './deadline.ts';
import { Citation } from './values.ts';

/** A value of a regulation with its article; null switches the rule off, no other locality's value is borrowed. */
const parameter = <Value extends z.ZodType>(value: Value) =>
  z
    .strictObject({
      value,
      cite: z.array(Citation).min(1).max(5),
      note: z.string().max(400).nullable().default(null),
    })
    .nullable();

/** The rule is in force; what it asks for stands in its quotation. */
const inForce = parameter(z.literal(true));

/** Rows of the matrix (requirements, chapter 5) that are not limits in time. */
export const Parameters = z.strictObject({
  'reg.mode': parameter(z.enum(['notice', 'form', 'request', 'noticeDocument'])),
  'urgent.causes': inForce,
  'channel.planned': parameter(z.array(Channel).min(1)),
  'channel.urgent': parameter(z.array(Channel).min(1)),
  'sender.officialMailbox': inForce,
  'form.registration': inForce,
  /** Who decides: one role for all, or for each kind of chairing body its own. */
  'approval.by': parameter(z.array(ProfileKey).min(1)),
  'approval.public': inForce,
  'calendar.public': inForce,
  'reg.beforeInvite': inForce,
  'room.rule': inForce,
  'room.priority': inForce,
  'rec.custodian': inForce,
  'notice.fields': inForce,
  'plan.required': inForce,
  'script.strict': inForce,
  /** More sites than `above` test in stages of half a day each. */
  'rehearsal.stages': parameter(z.strictObject({ above: z.int().min(1), halfDays: z.int().min(1).max(10) })),
  'rehearsal.reset': inForce,
  freeze: inForce,
  /** False: every terminal connects straight to one MCU. */
  'cascade.allowed': parameter(z.boolean()),
  'cascade.slaveLayout': inForce,
  relay: inForce,
  'dial.outOnly': inForce,
  'test.by': inForce,
  /** Seconds from the chair's request until the called site is there both ways. */
  'bringup.limit': parameter(z.int().min(1).max(3600)),
  'layout.owner': inForce,
  'mute.all': inForce,
  'mic.own': inForce,
  'speak.path': inForce,
  preset: inForce,
  /** Least picture height in lines; null where the text refers to a standard. */
  'video.format': parameter(z.int().min(144).max(4320).nullable()),
  'incident.to': inForce,
  'end.order': inForce,
  self: inForce,
  /** Sites an organisation of a level may have, or the inventory of the text; null: without limit. */
  quota: parameter(
    z
      .array(z.strictObject({ label: z.string().max(100), sites: z.int().min(1).nullable() }))
      .min(1)
      .max(20),
  ),
  admission: inForce,
  'device.inspect': inForce,
  /** Least number of people at a site; null where the text asks for presence without a number. */
  'staff.min': parameter(z.int().min(1).nullable()),
  'contacts.owner': inForce,
  'config.consent': inForce,
  'move.consent': inForce,
  fallback: inForce,
  'room.rules': inForce,
  'log.form': inForce,
  'eval.session': inForce,
  'eval.period': inForce,
  'report.calendar': inForce,
  'report.rollup': inForce,
  training: inForce,
  inspection: inForce,
  secret: inForce,
  personalDevice: inForce,
  disclosure: inForce,
  line: inForce,
  cost: inForce,
});
export const ParameterKey = Parameters.keyof();
export type ParameterKey = z.infer<typeof ParameterKey>;
