import type { AccountKind, AccountState, DisableReason } from '@nhipcau/contracts';
import type { PlainTextKey } from '../text/catalogue.ts';

export const stateText = {
  active: 'accounts.state.active',
  locked: 'accounts.state.locked',
  disabled: 'accounts.state.disabled',
  neverUsed: 'accounts.state.neverUsed',
} as const satisfies Record<AccountState, PlainTextKey>;

export const kindText = {
  person: 'accounts.kind.person',
  device: 'accounts.kind.device',
  partner: 'accounts.kind.partner',
  service: 'accounts.kind.service',
} as const satisfies Record<AccountKind, PlainTextKey>;

export const reasonText = {
  administrator: 'accounts.reason.administrator',
  idle: 'accounts.reason.idle',
  transfer: 'accounts.reason.transfer',
  left: 'accounts.reason.left',
} as const satisfies Record<DisableReason, PlainTextKey>;
