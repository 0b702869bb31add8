import { z } from 'zod';

/** Name of a locality in files, addresses and tables: `hoa-binh`. */
export const LocalityCode = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .brand<'LocalityCode'>();
export type LocalityCode = z.infer<typeof LocalityCode>;

/** Clock time of a day, `00:01`–`24:00`; the latter is the day's end. */
export const TimeOfDay = z.string().regex(/^(?!00:00$)([01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** Where a value stands in the locality's text, with words that can be found there. */
export const Citation = z.strictObject({
  /** As in the requirements: `Đ12.2a`, `Đ6.1 b3`, `II.1.2 b4`, `PL I`. */
  article: z.string().min(1).max(30),
  quote: z.string().min(3).max(400),
});
export type Citation = z.infer<typeof Citation>;
