import { z } from 'zod';

const KEY = 'nhipcau.oidc';
const Kept = z.object({
  token: z.string(),
  purpose: z.enum(['enter', 'link']),
  next: z.string().startsWith('/'),
});
type Kept = z.infer<typeof Kept>;

/** Remembers, in this tab alone, what was begun before the browser leaves for the identity provider. */
export const keepOidc = (kept: Kept): void => sessionStorage.setItem(KEY, JSON.stringify(kept));

/** Takes it back, once; null when nothing was begun in this tab. */
export function takeOidc(): Kept | null {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const kept = Kept.safeParse(text === null ? null : JSON.parse(text));
  return kept.success ? kept.data : null;
}
