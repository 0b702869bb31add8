import { AccountKind, AccountState, Role } from '@nhipcau/contracts';
import { z } from 'zod';

/** What of the page of accounts stands in its address. A part that does not fit is left out. */
export const AccountSearch = z.object({
  tim: z.string().max(100).optional().catch(undefined),
  vai: Role.optional().catch(undefined),
  loai: AccountKind.optional().catch(undefined),
  tt: AccountState.optional().catch(undefined),
  trang: z.coerce.number().int().min(1).max(10_000).optional().catch(undefined),
  /** The account that is open beside the list. */
  xem: z.string().max(64).optional().catch(undefined),
});
export type AccountSearch = z.infer<typeof AccountSearch>;
