import type { ParameterKey } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

/** Rules in the order in which a meeting meets them. */
export const ruleGroups = [
  [
    'reg.group.register',
    [
      'reg.mode',
      'channel.planned',
      'channel.urgent',
      'urgent.causes',
      'sender.officialMailbox',
      'form.registration',
      'reg.beforeInvite',
      'approval.by',
      'approval.public',
      'calendar.public',
      'room.rule',
      'room.priority',
      'notice.fields',
    ],
  ],
  [
    'reg.group.prepare',
    [
      'plan.required',
      'test.by',
      'rehearsal.stages',
      'rehearsal.reset',
      'freeze',
      'cascade.allowed',
      'cascade.slaveLayout',
      'relay',
      'dial.outOnly',
      'preset',
      'video.format',
    ],
  ],
  [
    'reg.group.conduct',
    [
      'bringup.limit',
      'script.strict',
      'layout.owner',
      'mute.all',
      'mic.own',
      'speak.path',
      'incident.to',
      'end.order',
      'rec.custodian',
      'self',
    ],
  ],
  [
    'reg.group.sites',
    [
      'quota',
      'admission',
      'device.inspect',
      'personalDevice',
      'staff.min',
      'contacts.owner',
      'room.rules',
      'config.consent',
      'move.consent',
      'fallback',
      'training',
    ],
  ],
  [
    'reg.group.report',
    ['log.form', 'eval.session', 'eval.period', 'report.calendar', 'report.rollup', 'inspection'],
  ],
  ['reg.group.security', ['secret', 'disclosure', 'line', 'cost']],
] as const satisfies readonly (readonly [TextKey, readonly ParameterKey[]])[];
