import type { DelegationCondition, DeviceCondition } from '@nhipcau/contracts';
import type { PlainTextKey } from '../text/catalogue.ts';

export const conditionText = {
  terminals: 'control.condition.terminals',
  wan: 'control.condition.wan',
  placement: 'control.condition.placement',
  fireSafety: 'control.condition.fireSafety',
  power: 'control.condition.power',
  laptop: 'control.condition.laptop',
  token: 'control.condition.token',
} as const satisfies Record<DelegationCondition, PlainTextKey>;

export const deviceConditionText = {
  updated: 'devices.condition.updated',
  antivirus: 'devices.condition.antivirus',
  screenLock: 'devices.condition.screenLock',
  noSecrets: 'devices.condition.noSecrets',
  ownerAware: 'devices.condition.ownerAware',
} as const satisfies Record<DeviceCondition, PlainTextKey>;
