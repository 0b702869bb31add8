import { z } from 'zod';

/** How a registration or notice reached or leaves us (R-REG-05). */
export const Channel = z.enum([
  'document',
  'form',
  'officialMailbox',
  'application',
  'telephone',
  'fax',
  'email',
]);
export type Channel = z.infer<typeof Channel>;
