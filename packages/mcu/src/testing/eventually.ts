/** Polls until a fact holds; fails with what was seen last. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  holds: (seen: T) => boolean,
  {
    withinMs = 8_000,
    everyMs = 20,
    what = 'fact',
  }: { withinMs?: number; everyMs?: number; what?: string } = {},
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > until)
      throw new Error(`${what} not within ${withinMs} ms; last seen ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
