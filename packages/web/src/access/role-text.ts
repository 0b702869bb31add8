import type { Role } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

export const roleText = {
  operator: 'role.operator',
  chair: 'role.chair',
  technician: 'role.technician',
  observer: 'role.observer',
  administrator: 'role.administrator',
  clerk: 'role.clerk',
  approver: 'role.approver',
  scheduler: 'role.scheduler',
  desk: 'role.desk',
  partner: 'role.partner',
  auditor: 'role.auditor',
  head: 'role.head',
} as const satisfies Record<Role, TextKey>;
